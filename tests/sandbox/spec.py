"""Telegram's own description of the Bot API, as far as the sandbox is checked against it."""

import json
import os
from pathlib import Path
from typing import Any

VARIABLE = "OTKLIK_TEST_TELEGRAM_SPEC"
FILE = "telegram-bot-api-10.1.json"
_PLAIN: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "True": (bool,),
}
# What the client library demands although the description, a little older, does not know it yet.
NEWER = {("ChatMemberAdministrator", "can_send_welcome_messages")}


def spec_file() -> Path | None:
    """Return the description's file, named or in the named folder; None when there is none."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    path = Path(named) / FILE if Path(named).is_dir() else Path(named)
    return path if path.is_file() else None


class Spec:
    """Checks values against the description."""

    def __init__(self, path: Path) -> None:
        raw = json.loads(path.read_text(encoding="utf-8"))
        self.methods: dict[str, dict[str, Any]] = raw["methods"]
        self.types: dict[str, dict[str, Any]] = raw["types"]

    def parameters(self, method: str, *, required: bool | None = None) -> set[str]:
        """Return a method's parameter names: all, or only the required ones."""
        fields = self.methods[method].get("fields", [])
        return {f["name"] for f in fields if required is None or f["required"] == required}

    def faults(self, value: object, types: list[str], where: str) -> list[str]:
        """Return what is wrong with ``value`` as one of ``types``; empty when nothing is."""
        attempts = [self._faults(value, one, where) for one in types]
        return min(attempts, key=len)

    def _faults(self, value: object, kind: str, where: str) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where}: not an array"]
            inner = kind.removeprefix("Array of ")
            parts = [self._faults(one, inner, f"{where}[{n}]") for n, one in enumerate(value)]
            return [fault for part in parts for fault in part]
        if kind in _PLAIN:
            right = isinstance(value, _PLAIN[kind])
            right = right and (isinstance(value, bool) == (kind in {"Boolean", "True"}))
            return [] if right else [f"{where}: {value!r} is no {kind}"]
        described = self.types[kind]
        if subtypes := described.get("subtypes"):
            return self.faults(value, subtypes, where)
        return self._object_faults(value, kind, where)

    def _object_faults(self, value: object, kind: str, where: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{where}: {value!r} is no {kind}"]
        fields = {field["name"]: field for field in self.types[kind].get("fields", [])}
        missing = [n for n, field in fields.items() if field["required"] and n not in value]
        unknown = [n for n in value if n not in fields and (kind, n) not in NEWER]
        found = [f"{where}: {kind} without {name}" for name in missing]
        found += [f"{where}: {kind} has no {name}" for name in unknown]
        for name in value.keys() & fields.keys():
            found += self.faults(value[name], fields[name]["types"], f"{where}.{name}")
        return found
