"""What the administrator reads: messages of `texts/ru/admin.ftl`, without loading the program.

Kept apart from the clients' texts so that `otklik --help` and a refused setting need no more than
this one file.
"""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

FILE = Path(__file__).parent / "texts" / "ru" / "admin.ftl"


def say(key: str, **args: str) -> str:
    """The administrator's message `key` with its arguments put in as they are.

    Numbers are passed as ready strings, for Fluent would group their digits. Raises KeyError for a
    message that does not exist and ValueError for a missing argument: both are our mistakes.
    """
    bundle = _bundle()
    if not bundle.has_message(key) or (pattern := bundle.get_message(key).value) is None:
        raise KeyError(key)
    text, errors = bundle.format_pattern(pattern, args)
    if errors:
        raise ValueError(f"{key}: {errors}")
    return str(text)


@cache
def _bundle() -> FluentBundle:
    bundle = FluentBundle(["ru"], use_isolating=False)
    bundle.add_resource(FluentResource(FILE.read_text(encoding="utf-8")))
    return bundle
