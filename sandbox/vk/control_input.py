"""Reading what the page sends about VK: words with files, ordered faults."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.control_input import body_of, integer
from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.vk.faults import VkFault
from sandbox.vk.incoming import uploads_of

Json = dict[str, Any]
_KINDS = {"voice": "voice", "document": "document"}


async def written(request: Request) -> Json:
    """Return the arguments of ``VkPeople.writes`` from a form or JSON."""
    fields, files = await fields_of(request)
    return {
        "text": str(fields.get("text") or ""),
        "reply_to": integer(fields, "reply_to"),
        "payload": fields.get("payload") or None,
        "raw": _parsed(fields.get("raw"), list) or (),
        "geo": _parsed(fields.get("geo"), dict),
        "forwards": _parsed(fields.get("forwards"), list) or (),
        "files": files,
    }


async def answered(request: Request) -> Json:
    """Return the arguments of ``VkEmployees.answers`` from a form or JSON."""
    fields, files = await fields_of(request)
    text = str(fields.get("text") or "")
    return {"text": text, "reply_to": integer(fields, "reply_to"), "files": files}


async def fields_of(request: Request) -> tuple[Json, list[Upload]]:
    """Return the fields and files of a form, or the fields of a JSON object."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await body_of(request), []
    async with request.form() as form:
        fields = {n: v for n, v in form.multi_items() if not isinstance(v, UploadFile)}
        files = [
            Upload(
                upload.name,
                upload.content,
                upload.mime,
                kind=_KINDS.get(field.removesuffix("[]")),
                size=upload.size,
            )
            for field, upload in await uploads_of(request)
        ]
    return fields, files


async def faults_of(request: Request) -> list[VkFault]:
    """Return the ordered faults of a JSON list (or of one JSON object)."""
    try:
        wanted = await request.json()
        return [VkFault(**one) for one in (wanted if isinstance(wanted, list) else [wanted])]
    except (TypeError, ValueError) as error:
        raise NotPossibleError(f"сбой не понят: {error}") from None


def _parsed(value: object, kind: type) -> Any:  # noqa: ANN401 - the caller names the kind
    if not value:
        return None
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise NotPossibleError("поле — не JSON") from None
    if not isinstance(parsed, kind):
        raise NotPossibleError("поле не того вида")
    return parsed
