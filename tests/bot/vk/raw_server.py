"""A server that answers every request with prepared bytes, at a pace of its own."""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

TIMEOUT = 10


@dataclass
class RawServer:
    """`answers` are sent one after another, each in its pieces, `pause` seconds apart."""

    url: str
    asked: list[str] = field(default_factory=list)
    received: int = 0


@contextmanager
def raw_server(*answers: Iterable[bytes], pause: float = 0.0) -> Iterator[RawServer]:
    """Listening on loopback until the end of the block; the last answer is given again."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = RawServer(f"http://127.0.0.1:{listening.getsockname()[1]}")
    left = list(answers)

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            pieces = left.pop(0) if len(left) > 1 else left[0]
            one = threading.Thread(target=_answer, args=(server, connection, pieces, pause))
            one.daemon = True
            one.start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _answer(
    server: RawServer, connection: socket.socket, pieces: Iterable[bytes], pause: float
) -> None:
    with connection, suppress(OSError):
        connection.settimeout(TIMEOUT)
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536)
        head, _, body = request.partition(b"\r\n\r\n")
        server.asked.append(head.split(b"\r\n")[0].decode())
        length = next(
            (
                int(line[16:])
                for line in head.split(b"\r\n")
                if line[:15].lower() == b"content-length:"
            ),
            0,
        )
        server.received += len(body)
        missing = length - len(body)
        while missing > 0:
            missing -= len(more := connection.recv(1 << 16))
            server.received += len(more)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)


def page(body: bytes, *headers: str, length: int | None = None, status: str = "200 OK") -> bytes:
    """A whole answer; `length` is what it claims."""
    said = len(body) if length is None else length
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {said}", "Connection: close", *headers)
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
