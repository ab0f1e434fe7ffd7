"""The leash ends a process, stubborn or not, once its own input has ended."""

import subprocess
import sys

import pytest

from sandbox import leash

WILLING = "import time; print(1, flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(15, signal.SIG_IGN); {WILLING}"


def started(code: str) -> subprocess.Popen[bytes]:
    """A process that has said that it is there."""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)  # noqa: S603 - our own words
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.mark.parametrize(("code", "signal"), [(WILLING, -15), (STUBBORN, -9)])
def test_a_process_is_asked_and_then_killed(code: str, signal: int) -> None:
    with started(code) as process:
        leash.end(process.pid, patience=0.2)
        assert process.wait(20) == signal


def test_it_waits_for_the_end_of_its_input() -> None:
    with (
        started(WILLING) as process,
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", leash.__file__, str(process.pid)], stdin=subprocess.PIPE
        ) as holder,
    ):
        assert process.poll() is None
        assert holder.stdin is not None
        holder.stdin.close()
        assert process.wait(20) == -15


def test_a_process_that_is_gone_is_nothing() -> None:
    with started("print(1)") as process:
        process.wait(20)
    leash.end(process.pid)
