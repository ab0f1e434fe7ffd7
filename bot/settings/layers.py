"""Where settings come from, lowest first: preset, config file, .env, environment."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    SettingsConfigDict,
)

from bot import presets
from bot.admin_words import say
from bot.settings.model import Settings
from bot.settings.names import Path as Key
from bot.settings.names import nearest
from bot.settings.problems import Problem, SettingsError

PREFIX = "OTKLIK_"
NOT_SETTINGS = "otklik_test_"
DEFAULT_FILE = Path("config.toml")
_Reader = Callable[[Path, list[Problem]], "Layer"]
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Layer:
    """One source: its name for people and what it says. `names`: variables, by key."""

    name: str
    data: Mapping[str, Any]
    names: Mapping[str, str] = field(default_factory=dict)

    def says(self, key: Key) -> bool:
        """Does this source set the key itself (not merely its section)?"""
        here: Any = self.data
        for step in key:
            try:
                here = here[step]
            except (KeyError, IndexError, TypeError):
                return False
        return True


def read(config: Path | None, env_file: Path) -> tuple[list[Layer], list[Problem]]:
    """All layers, lowest first, and the unknown names found among variables.

    Raises SettingsError when a file can't be read at all, or the preset does not exist.
    """
    problems: list[Problem] = []
    environment = [
        _attempt(_dotenv, env_file, problems),
        _variables(_Variables(_Declared), say("settings-from-environment"), problems),
    ]
    given = config or DEFAULT_FILE
    file = _attempt(_toml, given, problems) if config or given.exists() else Layer(str(given), {})
    if problems_in_files := [problem for problem in problems if not problem.key.startswith(PREFIX)]:
        raise SettingsError(problems_in_files)
    upper = [file, *environment]
    return [_preset(upper), *upper], problems


def merged(layers: list[Layer]) -> dict[str, Any]:
    """What holds after each layer has overridden the ones below; lists are replaced as a whole."""
    result: dict[str, Any] = {}
    for layer in layers:
        result = _over(result, layer.data)
    return result


def _over(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(lower)
    for key, value in upper.items():
        below = result.get(key)
        nested = isinstance(below, Mapping) and isinstance(value, Mapping)
        result[key] = _over(cast("Mapping[str, Any]", below), value) if nested else value
    return result


class _Declared(BaseSettings, Settings):
    """The settings as pydantic-settings sees them, to read variables by."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_ignore_empty=True,
        env_file_encoding="utf-8-sig",
        dotenv_filtering="only_existing",
    )


class _Variables(EnvSettingsSource):
    """Variables of the process; a value that should be JSON and isn't is left to validation."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: object) -> object:
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


class _Dotenv(_Variables, DotEnvSettingsSource):
    """The same from a file."""


def _dotenv(file: Path, problems: list[Problem]) -> Layer:
    return _variables(_Dotenv(_Declared, env_file=file), str(file), problems)


def _variables(source: EnvSettingsSource, name: str, problems: list[Problem]) -> Layer:
    names = {
        variable.removeprefix(PREFIX.lower()).replace("__", "."): variable.upper()
        for variable in source.env_vars
        if variable.startswith(PREFIX.lower()) and not variable.startswith(NOT_SETTINGS)
    }
    for key, variable in names.items():
        if key.partition(".")[0] not in Settings.model_fields:
            problems.append(unknown(tuple(key.split(".")), variable, as_variable=True))
    return Layer(name, source(), names)


def unknown(key: Key, shown: str, *, as_variable: bool = False) -> Problem:
    """The problem of a name that means nothing here, with the nearest one that does."""
    suggestion = nearest(key)
    if not suggestion:
        return Problem(shown, say("settings-unknown"))
    if as_variable:
        suggestion = PREFIX + suggestion.replace(".", "__").upper()
    return Problem(shown, say("settings-unknown-near", nearest=suggestion))


def _attempt(reader: _Reader, file: Path, problems: list[Problem]) -> Layer:
    layer = Layer(str(file), {})
    try:
        layer = reader(file, problems)
    except UnicodeDecodeError:
        problems.append(Problem(str(file), say("settings-file-encoding")))
    except FileNotFoundError:
        problems.append(Problem(str(file), say("settings-file-missing")))
    except PermissionError:
        problems.append(Problem(str(file), say("settings-file-denied")))
    except OSError as trouble:
        why = os.strerror(trouble.errno or 0)
        problems.append(Problem(str(file), say("settings-file-unreadable", why=why)))
    return layer


def _toml(file: Path, problems: list[Problem]) -> Layer:
    text = file.read_text(encoding="utf-8-sig")
    try:
        return Layer(str(file), tomllib.loads(text))
    except tomllib.TOMLDecodeError as trouble:
        problems.append(Problem(str(file), toml_trouble(trouble, text)))
        return Layer(str(file), {})


def toml_trouble(trouble: tomllib.TOMLDecodeError, text: str) -> str:
    """Which line is not TOML and why; the line itself is not shown, for it may hold a secret."""
    place = _PLACE.search(str(trouble))
    line = place[1] if place and place[1] else str(len(text.splitlines()))
    return say("settings-file-broken", line=line, why=_PLACE.sub("", str(trouble)))


def _preset(upper: list[Layer]) -> Layer:
    name = next((layer.data["preset"] for layer in reversed(upper) if "preset" in layer.data), "")
    if not name:
        return Layer("", {})
    if name not in presets.names():
        there = ", ".join(presets.names())
        raise SettingsError([Problem("preset", say("settings-want-preset", there=there))])
    return Layer(say("settings-from-preset", name=name), presets.settings(name))
