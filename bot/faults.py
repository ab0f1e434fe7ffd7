"""An exception in words that may be logged and stored: what and where, never with which data."""

import traceback
from pathlib import Path

_OURS = Path(__file__).parents[1]
_LIBRARIES = "site-packages"


def described(error: BaseException) -> str:
    """`ValueError at handlers/edits.py:42`: the last place in our own code that it went through.

    The exception's own text is left out, because it may quote what a person wrote.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    if not ours:
        return type(error).__name__
    place = Path(ours[-1].filename).relative_to(_OURS).as_posix()
    return f"{type(error).__name__} at {place}:{ours[-1].lineno}"


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(_OURS) and _LIBRARIES not in path.parts
