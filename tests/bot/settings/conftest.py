"""Settings are read in an empty folder, with no variables of the machine's own."""

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _a_bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("OTKLIK_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
