"""What is installed is exactly what was chosen: pinned, with hashes, from nowhere in particular."""

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRY = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[\w,]+\])?==(\S+)( ; [^\\]+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> list[str]:
    """Each pinned library with its hashes, in one line."""
    plain = "\n".join(line for line in LOCK.splitlines() if not line.lstrip().startswith("#"))
    return [one.strip() for one in re.sub(r"\s*\\\n\s*", " ", plain).splitlines() if one.strip()]


def pinned() -> dict[str, str]:
    """Versions by name."""
    found = [ENTRY.match(entry) for entry in entries()]
    return {canonicalize_name(one[1]): one[2] for one in found if one}


def wished() -> list[Requirement]:
    """What pyproject.toml asks for, extras and the build included."""
    extras = PROJECT["project"]["optional-dependencies"].values()
    lists = [PROJECT["project"]["dependencies"], *extras, PROJECT["build-system"]["requires"]]
    return [Requirement(one) for some in lists for one in some]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.split("==")[0])
def test_every_library_is_pinned_with_hashes(entry: str) -> None:
    assert ENTRY.match(entry), entry
    rest = re.sub(r"^\S+( ; [^-]+)?", "", entry).split()
    hashes = [word for word in rest if word.startswith("--")]
    assert hashes
    assert all(HASH.fullmatch(word) for word in hashes)


def test_no_address_says_where_to_download_from() -> None:
    assert (
        re.findall(r"https?://|file://|--index-url|--find-links|--extra-index-url|@ ", LOCK) == []
    )


@pytest.mark.parametrize("wish", wished(), ids=str)
def test_everything_that_is_asked_for_is_pinned_as_asked(wish: Requirement) -> None:
    version = pinned().get(canonicalize_name(wish.name))
    assert version is not None
    assert wish.specifier.contains(version, prereleases=True)


def test_nothing_is_asked_for_without_a_least_version() -> None:
    loose = [str(wish) for wish in wished() if ">=" not in str(wish.specifier)]
    assert loose == []


# The audit of `.ci/audit.py`: what it says of the reports of pip-audit


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def library(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": []} | more


HOLE = {"id": "CVE-2026-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}


@pytest.mark.parametrize(
    ("report", "code", "words"),
    [
        ("список дыр недоступен", 0, "НЕ ПРОВЕРЕНО: список дыр недоступен"),
        ({"dependencies": []}, 0, "НЕ ПРОВЕРЕНО"),
        ({"dependencies": [{"name": "a", "skip_reason": "not found"}]}, 0, "НЕ ПРОВЕРЕНО"),
        ({"dependencies": [library("a"), {"name": "b", "skip_reason": "?"}]}, 0, "1 из 2, дыр: 0"),
        ({"dependencies": [library("a", vulns=[HOLE])]}, 1, "a 1.0: CVE-2026-1, исправлено в 1.1"),
    ],
)
def test_a_hole_is_red_and_what_was_not_looked_up_is_said(
    audit: ModuleType, report: Any, code: int, words: str
) -> None:
    found, said = audit.verdict(report)
    assert found == code
    assert words in said


def test_a_tool_that_fails_or_is_not_there_is_no_failure(audit: ModuleType) -> None:
    assert audit.ran(["/nowhere/python", "x"]) is None
    assert audit.ran(["/bin/false"]) is None
