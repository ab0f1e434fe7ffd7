"""A questionnaire's file: reads its text, or says in Russian why it can't."""

from pathlib import Path

import presets
from bot.texts import Texts
from handlers.conversation import Words

READY = Path(presets.__file__).parent / "surveys"
"""Where the ready questionnaires lie."""

LARGEST = 512 * 1024
"""Bytes; no questionnaire comes near."""


class NoQuestionnaire(Exception):
    """There is nothing to read; `str` says why in Russian."""


def text_of(file: Path, texts: Texts) -> str:
    """The file's text, or that of the ready questionnaire of this name. Raises NoQuestionnaire."""
    ready = READY / f"{file.name}.toml"
    if not file.exists() and file.parent == Path() and ready.is_file():
        file = ready
    try:
        if file.stat().st_size > LARGEST:
            raise _refused(texts, "survey-file-large", file, limit=str(LARGEST // 1024))
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise _refused(texts, "survey-file-missing", file) from None
    except IsADirectoryError:
        raise _refused(texts, "survey-file-folder", file) from None
    except PermissionError:
        raise _refused(texts, "survey-file-denied", file) from None
    except UnicodeDecodeError:
        raise _refused(texts, "survey-file-encoding", file) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        raise _refused(texts, "survey-file-unreadable", file, why=why) from None


def shown(file: Path) -> str:
    """The name as it was typed, also where the locale knows no Russian."""
    return str(file).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _refused(texts: Texts, key: str, file: Path, **args: str) -> NoQuestionnaire:
    return NoQuestionnaire(texts.plain(Words(key, {"file": shown(file), **args})))
