"""What would spoil a whole batch or request, made to spoil nothing but itself."""

import json
import re

_UNSTORABLE = re.compile("[\ud800-\udfff\x00]")
_REPLACEMENT = "\ufffd"
LONGEST_NUMBER = 40


def mended(text: str) -> str:
    """The text without half characters and NULs.

    Each is replaced by one character of the same length, so that offsets stay right.
    """
    return _UNSTORABLE.sub(_REPLACEMENT, text)


def loads(text: str) -> object:
    """JSON in which even a number of thousands of digits spoils nothing but itself."""
    return json.loads(text, parse_int=_whole)


def mended_json(value: object) -> object:
    """The same JSON value with all its texts mended, one for one."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, list):
        return [mended_json(item) for item in value]
    if isinstance(value, dict):
        return {mended(key): mended_json(item) for key, item in value.items()}
    return value


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)
