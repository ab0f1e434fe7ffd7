"""Parameters of a VK API call: everything is text, read as strictly as VK reads it."""

import json
import re
from collections.abc import Mapping

from sandbox.vk.refusals import wrong

LONGEST_IN_LEDGER = 10_000
INT32 = range(-(2**31), 2**31)
SECRET = "access_token"  # noqa: S105 - the parameter's name
_LEADING_NUMBER = re.compile(r"\s*-?\d+")


class Params:
    """Typed reading of one call's parameters; a wrong one is error 100."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.token = values.get(SECRET, "")
        self.values = {name: value for name, value in values.items() if name != SECRET}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def demand(self, names: tuple[str, ...]) -> None:
        """Refuse unless every one of ``names`` is there and not empty."""
        for name in names:
            if not self.values.get(name):
                raise wrong(f"{name} is undefined")

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        return self.values.get(name, default)

    def flag(self, name: str) -> bool:
        """Return a boolean; VK knows 1 and 0, and takes any word (True too) for 0."""
        found = _LEADING_NUMBER.match(self.text(name))
        return found is not None and int(found[0]) != 0

    def integer(self, name: str, default: int | None = None) -> int | None:
        """Return a whole number, or ``default`` when absent or empty."""
        value = self.text(name).strip()
        if not value:
            return default
        try:
            return int(value)
        except ValueError:
            raise wrong(f"{name} not integer") from None

    def within(self, name: str, default: int, most: int) -> int:
        """Return a number from 0 to ``most``."""
        value = self.integer(name, default) or 0
        if not 0 <= value <= most:
            raise wrong(f"{name} should be between 0 and {most}")
        return value

    def integers(self, name: str, most: int) -> list[int]:
        """Return whole numbers separated by commas."""
        parts = [part.strip() for part in self.text(name).split(",") if part.strip()]
        if len(parts) > most:
            raise wrong(f"{name} should contain at most {most} items")
        try:
            return [int(part) for part in parts]
        except ValueError:
            raise wrong(f"{name} not integer") from None

    def parsed(self, name: str) -> object:
        """Return a JSON value, or None when absent."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise wrong(f"{name} is not valid json") from None

    def for_ledger(self) -> dict[str, str]:
        """Return the parameters as the ledger keeps them: no token, nothing endless."""
        return {name: value[:LONGEST_IN_LEDGER] for name, value in self.values.items()}
