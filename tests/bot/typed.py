"""A command as an administrator types it, forked where everything is imported already.

`tests/bot/test_cli.py` runs the real thing, which takes seconds each time.
"""

import os
import subprocess
import sys
from pathlib import Path

from bot.cli import main
from tests.forks import FORKS

PATIENCE = 60.0
SAID, COMPLAINED = ".said", ".complained"


def otklik(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in this folder, where nothing but its words and settings is given."""
    given = {"PATH": os.environ["PATH"], "LC_ALL": "C"} | environment
    outputs = [folder.parent / f"{folder.name}{end}" for end in (SAID, COMPLAINED)]
    process = FORKS.Process(target=_run, args=(words, given, folder, outputs))
    process.start()
    process.join(PATIENCE)
    process.kill()
    said, complained = (output.read_text(encoding="utf-8") for output in outputs)
    for output in outputs:
        output.unlink()
    return subprocess.CompletedProcess(words, process.exitcode or 0, said, complained)


def _run(
    words: tuple[str, ...], environment: dict[str, str], folder: Path, outputs: list[Path]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, output in enumerate(outputs, start=1):
        with output.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
    sys.argv = ["otklik", *words]
    main()
