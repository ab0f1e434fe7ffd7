"""What VK shows as a box of its own, put into a line of plain words.

Staff and clients read these lines; they name what was sent and say its content.
"""

from collections.abc import Callable
from typing import Any

NAMELESS = "Без имени"
ELSEWHERE = "Вложение, которое открывается только во ВКонтакте"
CROPPED = "Сообщение показано не полностью: целиком оно открывается только во ВКонтакте."
SITE = "https://vk.com"

_ONLY_THERE = {
    "article": "Статья",
    "audio_playlist": "Плейлист",
    "call": "Звонок",
    "gift": "Подарок",
    "market_album": "Подборка товаров",
    "podcast": "Подкаст",
    "story": "История",
    "video_playlist": "Плейлист",
}

Json = dict[str, Any]


def described(kind: str, body: Json) -> str:
    """The line for an attachment that is no file; a general one for what nobody knows yet."""
    if kind in _LINES:
        return _LINES[kind](body)
    known = _ONLY_THERE.get(kind)
    return f"{known}: открывается только во ВКонтакте" if known else ELSEWHERE


def place(geo: object) -> str:
    """A point on the map."""
    spot = geo if isinstance(geo, dict) else {}
    where, named = spot.get("coordinates"), spot.get("place")
    title = text_of(named, "title") if isinstance(named, dict) else ""
    point = ""
    if isinstance(where, dict):
        numbers = (where.get("latitude"), where.get("longitude"))
        if all(isinstance(number, int | float) for number in numbers):
            point = ", ".join(f"{number:.6g}" for number in numbers)
    shown = f"{title} ({point})" if title and point else title or point
    return _named("Место на карте", shown)


def text_of(body: Json, name: str) -> str:
    """A text of VK's, empty when it is none."""
    value = body.get(name)
    return value.strip() if isinstance(value, str) else ""


def _audio(body: Json) -> str:
    names = (text_of(body, "artist"), text_of(body, "title"))
    return _named("Аудиозапись", " – ".join(filter(None, names)))


def _link(body: Json) -> str:
    return _named("Ссылка", f"{text_of(body, 'title')} {text_of(body, 'url')}")


def _poll(body: Json) -> str:
    answers = body.get("answers")
    known = [one for one in answers if isinstance(one, dict)] if isinstance(answers, list) else []
    options = [f"– {text_of(one, 'text')}" for one in known]
    return "\n".join([_named("Опрос", text_of(body, "question")), *options])


def _linked(what: str, body: Json, path: str, words: str) -> str:
    owner = body.get("owner_id", body.get("from_id", body.get("to_id")))
    number = body.get("id")
    known = type(owner) is int and type(number) is int
    return _named(what, " ".join(filter(None, (words, f"{SITE}/{path}{owner}_{number}" * known))))


def _named(what: str, words: str) -> str:
    words = words.strip()
    return f"{what}: {words}" if words else what


_LINES: dict[str, Callable[[Json], str]] = {
    "audio": _audio,
    "link": _link,
    "market": lambda body: _linked("Товар", body, "market", text_of(body, "title")),
    "poll": _poll,
    "video": lambda body: _linked("Видео", body, "video", text_of(body, "title")),
    "wall": lambda body: _linked("Запись", body, "wall", text_of(body, "text")),
    "wall_reply": lambda body: _named("Комментарий", text_of(body, "text")),
}
