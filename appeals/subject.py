"""A short name for an appeal, taken from the client's own first words."""

import re

from appeals.masking import INVISIBLE
from appeals.words import Content, MediaKind

LIMIT = 60
_OPENING = re.compile(
    r"^(?:\W*(?:здравствуйте|здраствуйте|привет(?:ствую)?|доброго?\s+(?:дня|утра|вечера|времени\s+"
    r"суток)|добр(?:ый|ое)\s+(?:день|утро|вечер)|уважаемые\s+коллеги|подскажите|пожалуйста|"
    r"скажите)\b[\s,.!;:–—-]*)+",
    re.IGNORECASE,
)
_NAMES = {
    MediaKind.PHOTO: "Фото без текста",
    MediaKind.VIDEO: "Видео без текста",
    MediaKind.VIDEO_NOTE: "Видеосообщение",
    MediaKind.VOICE: "Голосовое сообщение",
    MediaKind.AUDIO: "Аудиозапись",
    MediaKind.DOCUMENT: "Файл без текста",
}


def subject_of(content: Content) -> str:
    """One line of at most 60 characters; greetings are left off, words are not cut in two.

    Signs that turn the direction of writing are left out, lest they garble what stands beside.
    """
    line = " ".join(INVISIBLE.sub("", content.text).split())
    line = _OPENING.sub("", line) or line
    if not line:
        kind = content.attachments[0].kind if content.attachments else None
        return _NAMES.get(kind, "Без текста") if kind else "Без текста"
    if len(line) > LIMIT:
        line = line[: LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–—-")[: LIMIT - 1] + "…"
    return line[0].upper() + line[1:]
