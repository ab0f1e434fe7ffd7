"""Files over HTTP: uploads by the program, and downloads by whoever has the address."""

from functools import partial
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.files import Upload
from sandbox.vk.api import as_json
from sandbox.vk.faults import UPLOAD
from sandbox.vk.incoming import uploads_of
from sandbox.vk.suffering import Suffering
from sandbox.vk.uploading import take_doc, take_photos
from sandbox.vk.world import VkWorld

DOWNLOAD = "download"


class VkFiles:
    """Takes and gives the files of one VK."""

    def __init__(self, vk: VkWorld, suffering: Suffering) -> None:
        self._vk = vk
        self._suffering = suffering

    async def upload(self, request: Request) -> Response:
        """Answer ``/vk/upload/<kind>``."""
        uploads = await uploads_of(request)
        fault = self._vk.faults.take(UPLOAD, request.path_params)
        work = partial(self._taken, request.path_params["kind"], uploads)
        return await self._suffering.answer(request, fault, work)

    async def download(self, request: Request) -> Response:
        """Answer ``/vk/files/<attachment>/<access key>/<name>`` with the bytes."""
        fault = self._vk.faults.take(DOWNLOAD, request.path_params)
        return await self._suffering.answer(request, fault, partial(self._given, request))

    async def _taken(self, kind: str, uploads: list[tuple[str, Upload]]) -> Response:
        if kind == "photo":
            return as_json(take_photos(self._vk, [one for _, one in uploads]))
        named = next((one for field, one in uploads if field == "file"), None)
        return as_json(take_doc(self._vk, named, kind))

    async def _given(self, request: Request) -> Response:
        one = self._vk.attachments.get(request.path_params["key"])
        stored = self._vk.files.get(one.file_id) if one else None
        if one is None or stored is None or one.access_key != request.path_params["access_key"]:
            return PlainTextResponse("404", 404)
        try:
            content = self._vk.files.content(stored)
        except FileNotFoundError:
            return PlainTextResponse("404", 404)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(one.title)}",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type=one.mime, headers=headers)
