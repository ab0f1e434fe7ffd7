"""VK's own schema of its API, as far as the sandbox is checked against it."""

import json
import os
from pathlib import Path
from typing import Any

VARIABLE = "OTKLIK_TEST_VK_SPEC"
FILE = "vk-api-5.199-subset.json"
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
# What VK's documentation and answers have although the schema does not know it yet.
NEWER = {
    *("in_read_cmid", "out_read_cmid", "group_id"),
    # Which topic and which product it is: named in the documentation of the events.
    *("topic_id", "topic_owner_id", "item_id"),
}


def spec_file() -> Path | None:
    """Return the schema's file, named or in the named folder; None when there is none."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None
    path = Path(named) / FILE if Path(named).is_dir() else Path(named)
    return path if path.is_file() else None


class Spec:
    """Checks values against the schema."""

    def __init__(self, path: Path) -> None:
        raw = json.loads(path.read_text(encoding="utf-8"))
        self.methods: dict[str, dict[str, Any]] = raw["methods"]
        self.definitions: dict[str, dict[str, Any]] = raw["definitions"]
        self.errors: dict[int, str] = {
            one["code"]: one["description"] for one in raw["errors"].values()
        }

    def parameters(self, method: str) -> set[str]:
        """Return a method's parameter names."""
        return set(self.methods[method]["request"]["properties"])

    def required(self, method: str) -> set[str]:
        """Return the names a call of a method can't do without."""
        return set(self.methods[method]["request"].get("required", []))

    def answer_faults(self, method: str, answer: object) -> list[str]:
        """Return what is wrong with a method's whole answer; empty when one form fits."""
        forms = self.methods[method]["responses"].values()
        return min((self.faults(answer, form, method) for form in forms), key=len)

    def faults(self, value: object, schema: dict[str, Any], where: str) -> list[str]:
        """Return what is wrong with a value; empty when nothing is."""
        schema = self._resolved(schema)
        if "oneOf" in schema:
            return min((self.faults(value, one, where) for one in schema["oneOf"]), key=len)
        found = self._type_faults(value, schema, where)
        if found:
            return found
        if isinstance(value, list) and "items" in schema:
            parts = [
                self.faults(one, schema["items"], f"{where}[{n}]") for n, one in enumerate(value)
            ]
            return [fault for part in parts for fault in part]
        return self._object_faults(value, schema, where) if isinstance(value, dict) else []

    def _type_faults(self, value: object, schema: dict[str, Any], where: str) -> list[str]:
        kinds = schema.get("type", [])
        names = kinds if isinstance(kinds, list) else [kinds]
        right = not names or any(
            isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
            for name in names
        )
        if not right:
            return [f"{where}: {value!r} is no {' or '.join(names)}"]
        if "enum" in schema and value not in schema["enum"]:
            return [f"{where}: {value!r} is not one of the known"]
        return []

    def _object_faults(
        self, value: dict[str, Any], schema: dict[str, Any], where: str
    ) -> list[str]:
        properties, required = self._members(schema)
        if not properties:
            return []
        found = [f"{where}: no {name}" for name in required if name not in value]
        found += [f"{where}: unknown {n}" for n in value if n not in properties and n not in NEWER]
        for name in value.keys() & properties.keys():
            found += self.faults(value[name], properties[name], f"{where}.{name}")
        return found

    def _members(self, schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
        """Properties and required names, those of all parts together."""
        properties = dict(schema.get("properties", {}))
        required = set(schema.get("required", []))
        for part in schema.get("allOf", []):
            more, needed = self._members(self._resolved(part))
            properties = more | properties
            required |= needed
        return properties, required

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            schema = self.definitions[schema["$ref"].rpartition("/")[2]]
        return schema
