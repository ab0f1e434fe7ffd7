"""Reading what the page sends: JSON or a form with files."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.core import NotPossibleError
from sandbox.faults import Fault
from sandbox.files import Upload
from sandbox.incoming import upload_of

Json = dict[str, Any]
_SPECIAL = {"voice": "voice", "video_note": "video_note", "document": "document"}


async def body_of(request: Request) -> Json:
    """Return a JSON object; raises NotPossibleError for anything else."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        raise NotPossibleError("тело запроса — не JSON") from None
    if not isinstance(body, dict):
        raise NotPossibleError("ожидался объект JSON")
    return body


def required(body: Json, name: str) -> Any:  # noqa: ANN401 - a JSON value of any type
    """Return a field that must be there."""
    if body.get(name) is None:
        raise NotPossibleError(f"не хватает поля «{name}»")
    return body[name]


def integer(body: Json, name: str) -> int | None:
    """Return a whole number, or None when absent or empty."""
    value = body.get(name)
    if value is None or value == "":
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        raise NotPossibleError(f"«{name}» — не целое число") from None


async def written(request: Request) -> Json:
    """Return the arguments of ``World.writes`` from a form or JSON."""
    fields, files = await _fields(request)
    album = fields.get("album")
    return {
        "text": fields.get("text") or None,
        "chat": integer(fields, "chat"),
        "thread": integer(fields, "thread"),
        "sender_chat": integer(fields, "sender_chat"),
        "reply_to": integer(fields, "reply_to"),
        "anonymous": _true(fields.get("anonymous")),
        "album": None if album in {None, ""} else _true(album),
        "entities": _parsed(fields.get("entities"), list) or (),
        "sticker": fields.get("sticker") or None,
        "contact": _parsed(fields.get("contact"), dict),
        "files": files,
    }


async def faults_of(request: Request) -> list[Fault]:
    """Return the ordered faults of a JSON list (or of one JSON object)."""
    try:
        wanted = await request.json()
        return [Fault(**one) for one in (wanted if isinstance(wanted, list) else [wanted])]
    except (TypeError, ValueError) as error:
        raise NotPossibleError(f"сбой не понят: {error}") from None


async def _fields(request: Request) -> tuple[Json, list[Upload]]:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await body_of(request), []
    fields: Json = {}
    files: list[Upload] = []
    async with request.form() as form:
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                fields[name] = value
                continue
            upload = await upload_of(value)
            kind = _SPECIAL.get(name.removesuffix("[]"))
            files.append(
                Upload(upload.name, upload.content, upload.mime, kind=kind, size=upload.size)
            )
    return fields, files


def _true(value: object) -> bool:
    return str(value).lower() in {"true", "1", "on"}


def _parsed(value: object, kind: type) -> object:
    if not value:
        return None
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise NotPossibleError("поле — не JSON") from None
    if not isinstance(parsed, kind):
        raise NotPossibleError("поле не того вида")
    return parsed
