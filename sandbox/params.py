"""Parameters of a Bot API call, as they came: form text, JSON values, uploaded files."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.files import Upload
from sandbox.refusals import bad_request, missing

_TRUE = frozenset({"true", "1", "yes", "t", "y"})
LONGEST_IN_LEDGER = 10_000


class Params:
    """Typed reading of one call's parameters; a wrong one is refused in Telegram's words."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload]) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}
        self.uploads = uploads

    def __contains__(self, name: str) -> bool:
        return name in self.values or name in self.uploads

    def demand(self, names: tuple[str, ...]) -> None:
        """Refuse unless every one of ``names`` is there."""
        for name in names:
            if name not in self:
                raise missing(name)

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def flag(self, name: str) -> bool:
        """Return a boolean parameter; false when absent."""
        return self.text(name).lower() in _TRUE

    def integer(self, name: str) -> int | None:
        """Return a whole number, or None when absent."""
        if name not in self.values:
            return None
        try:
            return int(self.text(name).strip())
        except ValueError:
            raise missing(name) from None

    def number(self, name: str, default: float) -> float:
        """Return a number, or ``default`` when absent or not one."""
        try:
            return float(self.text(name, str(default)))
        except ValueError:
            return default

    def parsed(self, name: str, what: str) -> object:
        """Return a JSON-serialised parameter, or None when absent.

        Raises RefusalError "can't parse <what> JSON object".
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def objects(self, name: str, what: str) -> list[dict[str, Any]]:
        """Return a JSON array of objects; empty when absent."""
        value = self.parsed(name, what)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise bad_request(f"can't parse {what}: Expected an Array of objects")
        return value

    def object(self, name: str, what: str) -> dict[str, Any]:
        """Return a JSON object; empty when absent."""
        value = self.parsed(name, what)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {what}: Object expected")
        return value

    def for_ledger(self) -> dict[str, Any]:
        """Return the parameters as the ledger keeps them: files by name and size."""
        known = {name: _short(value) for name, value in self.values.items()}
        files = {
            name: {"file": upload.name, "size": len(upload.content)}
            for name, upload in self.uploads.items()
        }
        return known | files


def _short(value: Any) -> Any:  # noqa: ANN401 - any JSON value passes through
    if isinstance(value, str) and len(value) > LONGEST_IN_LEDGER:
        return value[:LONGEST_IN_LEDGER] + "…"
    return value
