"""Reading a VK request: parameters from address and body, files of an upload."""

from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.files import Upload
from sandbox.vk.params import Params
from sandbox.vk.uploading import DOC_LIMIT

MOST_TEXT_BYTES = 4 * 1024 * 1024


async def params_of(request: Request) -> Params:
    """Return the parameters of a call; VK reads addresses and forms, never JSON."""
    values: dict[str, str] = dict(request.query_params)
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/x-www-form-urlencoded":
            text = (await request.body()).decode(errors="replace")
            values |= parse_qsl(text, keep_blank_values=True)
        case "multipart/form-data":
            async with request.form(max_part_size=MOST_TEXT_BYTES) as form:
                values |= {n: v for n, v in form.multi_items() if isinstance(v, str)}
    return Params(values)


async def uploads_of(request: Request) -> list[tuple[str, Upload]]:
    """Return the uploaded files with the names of their fields.

    Bytes over 200 MB are counted, not kept.
    """
    found: list[tuple[str, Upload]] = []
    async with request.form() as form:
        for field, value in form.multi_items():
            if isinstance(value, UploadFile):
                size = value.size or 0
                content = await value.read() if size <= DOC_LIMIT else b""
                mime = value.content_type or "application/octet-stream"
                found.append((field, Upload(value.filename or "file", content, mime, size=size)))
    return found
