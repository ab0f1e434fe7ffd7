"""Reading the settings: all layers, all mistakes at once, before anything is touched."""

import copy
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.settings import names
from bot.settings.checks import unfit, unready
from bot.settings.explain import explained
from bot.settings.layers import merged, read
from bot.settings.model import Settings
from bot.settings.problems import Problem, SettingsError

_STAND_IN = {"authority": {"name": "-", "timezone": "UTC"}}


def load(
    config: Path | None = None, *, env_file: Path = Path(".env"), to_run: bool = False
) -> Settings:
    """Read preset, config file, `.env` and environment, each overriding the ones before.

    `config` must exist when it is given; otherwise `config.toml` is read if it is there. `to_run`
    asks for a channel to serve as well. Raises SettingsError with every problem found.
    """
    layers, problems = read(config, env_file)
    given = merged(layers)
    try:
        settings = Settings.model_validate(given)
        wrong: list[names.Path] = []
    except ValidationError as found:
        wrong = [details["loc"] for details in found.errors()]
        problems += explained(found, layers)
        settings = _without(given, wrong)
    problems += unfit(settings, wrong)
    if to_run:
        missing = unready(settings)
        problems += [one for one in missing if not _mentioned(one.key, wrong, problems)]
    if problems:
        raise SettingsError(problems)
    return settings


def _without(given: dict[str, Any], wrong: list[names.Path]) -> Settings:
    """The settings as they would be without the wrong ones, to see what else does not fit."""
    rest = copy.deepcopy(given)
    for path in wrong:
        _drop(rest, path)
    for section, values in _STAND_IN.items():
        mended = rest.get(section)
        rest[section] = values | mended if isinstance(mended, dict) else values
    try:
        return Settings.model_validate(rest)
    except ValidationError:
        return Settings.model_validate(_STAND_IN)


def _drop(rest: dict[str, Any], path: names.Path) -> None:
    """Take out the wrong value, or the whole list it is an entry of."""
    plain = list(path)
    numbered = next((place for place, step in enumerate(plain) if isinstance(step, int)), None)
    *above, last = plain[:numbered] if numbered else plain
    here: Any = rest
    for step in above:
        here = here.get(step) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here.pop(last, None)


def _mentioned(key: str, wrong: list[names.Path], problems: list[Problem]) -> bool:
    """Is this key wrong already, or offered as the right name of an unknown one?"""
    variable = "OTKLIK_" + key.replace(".", "__").upper()
    at_fault = [".".join(str(step) for step in path) for path in wrong]
    offered = [problem.text for problem in problems]
    return key in at_fault or any(key in text or variable in text for text in offered)
