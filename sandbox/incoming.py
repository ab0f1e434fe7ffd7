"""Reading a Bot API request: query, form, multipart or JSON."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox.files import UPLOAD_LIMIT, Upload
from sandbox.params import Params
from sandbox.refusals import bad_request

MOST_TEXT_BYTES = 4 * 1024 * 1024


async def params_of(request: Request) -> Params:
    """Return the parameters of a call, whichever of the four ways it came.

    Raises RefusalError 400 for a body that can't be read.
    """
    values: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/json":
            values |= _json(await request.body())
        case "application/x-www-form-urlencoded":
            values |= parse_qsl((await request.body()).decode(), keep_blank_values=True)
        case "multipart/form-data":
            async with request.form(max_part_size=MOST_TEXT_BYTES) as form:
                for name, value in form.multi_items():
                    if isinstance(value, UploadFile):
                        uploads[name] = await upload_of(value)
                    else:
                        values[name] = value
    return Params(values, uploads)


async def upload_of(file: UploadFile) -> Upload:
    """Read one uploaded file; bytes over the limit are counted, not kept."""
    size = file.size or 0
    content = await file.read() if size <= UPLOAD_LIMIT else b""
    mime = file.content_type or "application/octet-stream"
    return Upload(file.filename or "file", content, mime, size=size)


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("can't parse JSON object: Object expected")
    return value
