"""What goes over the wire in bounded memory and comes back in bounded time.

`requests` reads a file that is uploaded as a whole, several times over, and limits no more than the
silence between two bytes of an answer: one that drips would hold its thread for ever.
"""

import time
from collections.abc import Iterator
from typing import IO
from uuid import uuid4

import requests
from urllib3.fields import RequestField

CHUNK = 1 << 18
MOST = 64 << 20
"""Bytes. A page of two hundred messages with all their attachments has a few millions."""


class TooSlow(requests.Timeout):
    """The answer had begun, but did not end in its time."""


class TooMuch(requests.RequestException):
    """The answer is longer than any answer is."""


def chunks(response: requests.Response, seconds: float) -> Iterator[bytes]:
    """The body as it comes, for so many seconds in all. Raises TooSlow and what `requests` raises.

    The caller closes the response.
    """
    ends = time.monotonic() + seconds
    while chunk := response.raw.read1(CHUNK, decode_content=True):
        yield chunk
        if time.monotonic() > ends:
            raise TooSlow


def read_whole(response: requests.Response, seconds: float, most: int = MOST) -> None:
    """Read the body into the response. Raises TooSlow, TooMuch, and what `requests` raises."""
    body = bytearray()
    with response:
        for chunk in chunks(response, seconds):
            body += chunk
            if len(body) > most:
                raise TooMuch
    # Where `requests` itself keeps a body that has been read.
    response._content, response._content_consumed = bytes(body), True


class Form:
    """A form with a single file, read from the disk while it is sent.

    `file` stands at its beginning and can be sought in.
    """

    def __init__(self, name: str, file_name: str, file: IO[bytes]) -> None:
        boundary = uuid4().hex
        field = RequestField(name, b"", file_name)
        field.make_multipart()
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._head = f"--{boundary}\r\n{field.render_headers()}".encode()
        self._file, self._tail = file, f"\r\n--{boundary}--\r\n".encode()
        size = file.seek(0, 2)
        file.seek(0)
        self._length = len(self._head) + size + len(self._tail)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        while chunk := self._file.read(CHUNK):
            yield chunk
        yield self._tail
