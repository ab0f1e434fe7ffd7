"""Ready settings for the procedures: folders of data below `presets/`."""

import tomllib
from pathlib import Path
from typing import Any

import presets

ROOT = Path(presets.__file__).parent
SETTINGS = "settings.toml"


def names() -> list[str]:
    """The presets there are, by name."""
    return sorted(file.parent.name for file in ROOT.glob(f"*/{SETTINGS}"))


def folder(name: str) -> Path:
    """Where the preset's data lies. Raises LookupError for a name that is none."""
    if name not in names():
        raise LookupError(name)
    return ROOT / name


def settings(name: str) -> dict[str, Any]:
    """What the preset sets; `config.toml` and the environment override it."""
    return tomllib.loads((folder(name) / SETTINGS).read_text(encoding="utf-8"))
