"""Known holes in the pinned libraries, and whether they fit together; run with the tests' Python.

The list of holes is on the network. Where it can't be reached in time that is said openly and is no
failure; a hole that was found is one. So ends with 1 for a hole or for libraries that don't fit.
"""

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parent.parent / "requirements.lock"
PIP = ("-m", "pip", "--disable-pip-version-check")
PATIENCE = 90.0
"""Seconds for each of the two steps that need the network."""

NOT_MADE = (
    "НЕ ПРОВЕРЕНО: {why}. Это не ошибка, но о дырах в библиотеках прогон ничего не говорит.\n"
)


def main() -> int:
    """Check, say what was found, and return the exit code."""
    say("\n== Библиотеки: подходят ли друг другу (pip check)\n")
    fits = subprocess.run([sys.executable, *PIP, "check"], check=False)  # noqa: S603 - our own words
    if fits.returncode != 0:
        return 1
    say("\n== Библиотеки: известные дыры (pip-audit)\n")
    with tempfile.TemporaryDirectory(prefix="otklik-audit-") as folder:
        code, words = verdict(report(Path(folder)))
    say(words)
    return code


def verdict(found: dict[str, Any] | str) -> tuple[int, str]:
    """Exit code and words for pip-audit's report, or for why there is none."""
    if isinstance(found, str):
        return 0, NOT_MADE.format(why=found)
    libraries = found["dependencies"]
    asked = [one for one in libraries if "skip_reason" not in one]
    if not asked:
        return 0, NOT_MADE.format(why="список дыр не знает ни одной библиотеки")
    holes = [
        f"  {one['name']} {one['version']}: {hole['id']}, исправлено в "
        f"{', '.join(hole['fix_versions']) or 'ещё не исправлено'}\n"
        for one in asked
        for hole in one["vulns"]
    ]
    counted = f"Проверено библиотек: {len(asked)} из {len(libraries)}, дыр: {len(holes)}.\n"
    return (1 if holes else 0), counted + "".join(holes)


def report(folder: Path) -> dict[str, Any] | str:
    """What pip-audit says of the lock; words when it could not be asked."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    if ran([python, *PIP, "install", "--quiet", "--retries", "0", "pip-audit"]) is None:
        return "pip-audit не установить"
    said = folder / "said.json"
    ran(
        [python, "-m", "pip_audit", "--requirement", LOCK, "--disable-pip", "--require-hashes",
         "--progress-spinner", "off", "--format", "json", "--output", said]
    )  # fmt: skip
    try:
        plain: dict[str, Any] = json.loads(said.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "список дыр недоступен"
    return plain


def ran(words: Sequence[str | Path]) -> int | None:
    """The exit code; None when it failed to begin, failed or took too long."""
    try:
        ended = subprocess.run(  # noqa: S603 - our own words, no shell
            words,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ended.returncode


def say(words: str) -> None:
    """To whoever reads the run."""
    sys.stdout.write(words)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
