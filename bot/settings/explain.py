"""From what the validator found to what an administrator can act on."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.admin_words import say
from bot.settings.layers import Layer, unknown
from bot.settings.names import Path, dotted, field, is_secret
from bot.settings.problems import Problem

_LONGEST_SHOWN = 60
_WANTED = {
    "int_parsing": "settings-want-number",
    "int_type": "settings-want-number",
    "int_from_float": "settings-want-number",
    "int_parsing_size": "settings-want-number",
    "float_parsing": "settings-want-seconds",
    "float_type": "settings-want-seconds",
    "finite_number": "settings-want-seconds",
    "bool_parsing": "settings-want-bool",
    "bool_type": "settings-want-bool",
    "string_type": "settings-want-text",
    "tuple_type": "settings-want-list",
    "list_type": "settings-want-list",
    "dict_type": "settings-want-section",
    "model_type": "settings-want-section",
    "model_attributes_type": "settings-want-section",
    "path_type": "settings-want-path",
    "date_type": "settings-want-date",
    "date_parsing": "settings-want-date",
    "date_from_datetime_parsing": "settings-want-date",
    "date_from_datetime_inexact": "settings-want-date",
}


def explained(found: ValidationError, layers: list[Layer]) -> list[Problem]:
    """Every mistake with its key, its source, its value (unless secret) and what would be right."""
    return [_problem(details, layers) for details in found.errors()]


def _problem(details: ErrorDetails, layers: list[Layer]) -> Problem:
    path: Path = tuple(step for step in details["loc"] if step != "[key]")
    match details["type"]:
        case "missing":
            return Problem(dotted(path), _missing(path))
        case "extra_forbidden":
            return unknown(path, f"{dotted(path)}{_source(path, layers)}")
    return Problem(f"{dotted(path)}{_value(path, details)}{_source(path, layers)}", _right(details))


def _missing(path: Path) -> str:
    where = "settings-missing-authority" if path[0] == "authority" else "settings-missing"
    return say(where)


def _value(path: Path, details: ErrorDetails) -> str:
    value = details["input"]
    if is_secret(path) or not isinstance(value, str | int | float):
        return ""
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
    return f' = "{shown}"' if isinstance(value, str) else f" = {shown}"


def _source(path: Path, layers: list[Layer]) -> str:
    for layer in reversed(layers):
        if layer.says(path):
            variable = _variable(path, layer.names)
            return f" ({variable})" if variable else f" ({layer.name})"
    return ""


def _variable(path: Path, names: Mapping[str, str]) -> str:
    """The variable that set the key, or a part of the settings around it."""
    steps = [str(step) for step in path]
    keys = [".".join(steps[:end]) for end in range(len(steps), 0, -1)]
    return next((names[key] for key in keys if key in names), "")


def _right(details: ErrorDetails) -> str:
    context: dict[str, Any] = details.get("ctx", {})
    kind = details["type"]
    if kind == "value_error":
        return str(context["error"])
    if kind in {"literal_error", "enum"}:
        return say("settings-want-one-of", options=_options(details))
    if kind in {"greater_than", "greater_than_equal", "less_than_equal"}:
        return say(
            "settings-want-" + kind.replace("_", "-"), limit=str(next(iter(context.values())))
        )
    return say(_WANTED.get(kind, "settings-want-other"))


def _options(details: ErrorDetails) -> str:
    declared = field(details["loc"])
    literal = get_args(declared.annotation) if declared else ()
    if literal and all(isinstance(option, str) for option in literal):
        return ", ".join(literal)
    return str(details.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
