"""How far each way of finding mentions has looked, as it is stored with what was found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Looked:
    """Unix seconds by the name of the way."""

    moments: Mapping[str, int] = field(default_factory=dict)

    def since(self, name: str, otherwise: int) -> int:
        """Up to where it has looked; `otherwise` when it never has."""
        return self.moments.get(name, otherwise)

    def until(self, name: str, moment: int) -> "Looked":
        """After it has looked up to this moment."""
        return Looked({**self.moments, name: moment})

    def text(self) -> str:
        """For the database."""
        return json.dumps(dict(self.moments), sort_keys=True)


def read_looked(text: str | None) -> Looked:
    """From the database; what nobody can read is as if nobody had looked."""
    try:
        value = json.loads(text) if text else {}
    except ValueError:
        value = {}
    found = value.items() if isinstance(value, dict) else ()
    return Looked({name: moment for name, moment in found if type(moment) is int})
