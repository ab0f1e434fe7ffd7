"""Files of a call: uploaded with it, referred to as attach://, or known by file id."""

from sandbox.files import UPLOAD_LIMIT, StoredFile, Upload
from sandbox.params import Params
from sandbox.refusals import bad_request, missing, too_large
from sandbox.state import Media
from sandbox.world import World

PHOTO_LIMIT = 10 * 1024 * 1024
ATTACH = "attach://"
_NAMES = {
    "photo": "Photo",
    "document": "Document",
    "video": "Video",
    "animation": "Animation",
    "audio": "Audio",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "sticker": "Sticker",
}


def attachment(world: World, params: Params, kind: str, reference: str | None = None) -> Media:
    """Return the file of a call as a ``kind``; ``reference`` is for the parts of an album.

    Raises the refusals of a missing, unknown, empty, too large or wrong file.
    """
    upload = params.uploads.get(kind) if reference is None else None
    named = params.text(kind) if reference is None else reference
    if upload is None and named.startswith(ATTACH):
        upload = params.uploads.get(named.removeprefix(ATTACH))
        if upload is None:
            raise bad_request(f"file {named} not found in the request")
    if upload is not None:
        return Media(kind, _uploaded(world, upload, kind).file_id)
    if not named:
        raise missing(kind)
    return Media(kind, _known(world, named, kind).file_id)


def _uploaded(world: World, upload: Upload, kind: str) -> StoredFile:
    size = len(upload.content) if upload.size is None else upload.size
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > UPLOAD_LIMIT:
        raise too_large()
    if kind == "photo" and size > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_LIMIT} bytes"
        )
    return world.files.add(kind, upload)


def _known(world: World, file_id: str, kind: str) -> StoredFile:
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.get(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(
            f"can't use file of type {_NAMES.get(stored.kind, 'Document')} "
            f"as {_NAMES.get(kind, 'Document')}"
        )
    return stored
