"""A screenshot made small: 256 colours are plenty for a page without photographs."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_COLOURS = 256
_BYTES = {2: 3, 6: 4}


def smaller(png: bytes) -> bytes:
    """Return the picture (8 bits, no interlacing, as a browser takes it) with a palette."""
    rows = pixels(png)
    seen = Counter(pixel for row in rows for pixel in row)
    palette = [colour for colour, _ in seen.most_common(MOST_COLOURS)]
    index = {colour: _nearest(colour, palette) for colour in seen}
    raw = b"".join(b"\0" + bytes(index[pixel] for pixel in row) for row in rows)
    header = struct.pack(">IIBBBBB", *size_of(png), 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(raw, 9)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height."""
    width, height = struct.unpack(">II", next(_chunks(png))[1][:8])
    return width, height


def pixels(png: bytes) -> list[list[bytes]]:
    """Red, green and blue of each pixel, row by row; 8 bits, no interlacing."""
    parts = list(_chunks(png))
    width, height = size_of(png)
    size = _BYTES[parts[0][1][9]]
    packed = b"".join(data for name, data in parts if name == b"IDAT")
    rows = _rows(zlib.decompress(packed), width, height, size)
    return [[row[at : at + 3] for at in range(0, len(row), size)] for row in rows]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _rows(raw: bytes, width: int, height: int, size: int) -> Iterator[bytes]:
    """Undo the filters of PNG, row by row."""
    stride = width * size
    above = bytes(stride)
    for number in range(height):
        start = number * (stride + 1)
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for at in range(stride):
            left, corner = (row[at - size], above[at - size]) if at >= size else (0, 0)
            row[at] = (row[at] + _guess(kind, left, above[at], corner)) & 0xFF
        above = bytes(row)
        yield above


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    """Guess a byte from its neighbours: none, left, up, average or Paeth."""
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda near: abs(guess - near))
    return (0, left, up, (left + up) // 2)[kind]


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    def distance(at: int) -> int:
        return sum((mine - its) ** 2 for mine, its in zip(colour, palette[at], strict=True))

    return min(range(len(palette)), key=distance)


def _chunk(name: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + checksum
