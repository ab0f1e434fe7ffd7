"""The samples an administrator reads name every setting there is."""

import re
import typing
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from bot.settings.model import Settings

ROOT = Path(__file__).parents[3]
SAMPLES = "".join(
    (ROOT / name).read_text(encoding="utf-8") for name in ("config.toml", ".env.example")
)


def keys(section: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every key below a section, with the sections it stands in."""
    for name, field in section.model_fields.items():
        kinds = (field.annotation, *typing.get_args(field.annotation))
        inner = [one for one in kinds if isinstance(one, type) and issubclass(one, BaseModel)]
        if inner:
            yield from keys(inner[0], f"{before}{name}.")
        else:
            yield before + name


def test_every_setting_stands_in_a_sample() -> None:
    """But what the sandbox alone may set."""
    named = [key for key in keys(Settings) if not key.startswith("sandbox.")]
    assert len(named) > 60
    missing = [
        key
        for key in named
        if not re.search(rf"\b{key.rpartition('.')[2]}\b", SAMPLES.replace("__", " "), re.I)
    ]
    assert missing == []
