"""Ends the bot when the sandbox is gone, however it went: a process of its own that only waits.

Started as ``python leash.py PID`` with a pipe as its standard input, whose other end only the
sandbox holds. Even after ``kill -9`` the system closes that end, which is then read as the end of
the input. It knows nothing but the standard library, so that it starts at once.
"""

import os
import signal
import sys
import time

PATIENCE_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.1


def end(pid: int, patience: float = PATIENCE_SECONDS) -> None:
    """Ask a process to end, and kill it if it has not within ``patience`` seconds."""
    try:
        os.kill(pid, signal.SIGTERM)
        for _ in range(int(patience / LOOK_AGAIN_SECONDS)):
            time.sleep(LOOK_AGAIN_SECONDS)
            os.kill(pid, 0)
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    except OSError:
        return


def main() -> None:
    """Wait for the end of the input, then end the process named by its id."""
    sys.stdin.buffer.read()
    end(int(sys.argv[1]))


if __name__ == "__main__":
    main()
