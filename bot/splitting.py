"""One content as the messages a channel can carry: nothing of it is lost, and it stays in order."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from appeals.words import Attachment, Content, Mark, MediaKind
from handlers.conversation import Capabilities, Rendered

Length = Callable[[str], int]

# Where to break, the best places first; a break stands after the match.
_BREAKS = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"[.!?…]+[»\")]*\s+", r"\s+")))
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)

# Kinds that stand together in one album; the others travel one by one.
_ALBUMS = {
    MediaKind.PHOTO: "seen",
    MediaKind.VIDEO: "seen",
    MediaKind.DOCUMENT: "documents",
    MediaKind.AUDIO: "audio",
}
_UNCAPTIONED = {MediaKind.VIDEO_NOTE, MediaKind.STICKER}


def parts(content: Content, capabilities: Capabilities, length: Length) -> list[Content]:
    """The messages that carry this content, in order; none when there is nothing to show.

    `length` counts in the platform's units, as the limits of `capabilities` do. A text that fits
    as a caption goes with the first files, otherwise before them.
    """
    groups = [Content(attachments=group) for group in albums(content, capabilities)]
    if groups and fits_below(content.text, groups[0], capabilities, length):
        return [replace(groups[0], text=content.text, marks=content.marks), *groups[1:]]
    return [*texts(content, capabilities.text_limit, length), *groups]


def albums(content: Content, capabilities: Capabilities) -> list[tuple[Attachment, ...]]:
    """Neighbouring files that the platform shows together, as many as it allows."""
    groups: list[tuple[Attachment, ...]] = []
    mixed = capabilities.mixed_albums
    for kind, run in groupby(
        content.attachments, lambda file: "any" if mixed else _ALBUMS.get(file.kind, "")
    ):
        files = tuple(run)
        size = max(capabilities.album_limit, 1) if kind else 1
        groups += [files[start : start + size] for start in range(0, len(files), size)]
    return groups


def messages_in(message: Rendered, capabilities: Capabilities) -> int:
    """How many messages of the platform it becomes: an album is one for each file, or one alone."""
    return 1 if capabilities.mixed_albums else max(1, len(message.content.attachments))


def last_alone(messages: Sequence[Content], capabilities: Capabilities) -> list[Content]:
    """The same messages with the last one able to carry buttons, which a plain album can't."""
    *before, last = messages
    if capabilities.mixed_albums or len(last.attachments) < 2:  # noqa: PLR2004 - two are an album
        return list(messages)
    head = replace(last, attachments=last.attachments[:-1])
    return [*before, head, Content(attachments=last.attachments[-1:])]


def texts(content: Content, limit: int, length: Length) -> Iterator[Content]:
    """The words alone, cut where it hurts least; a stretch of white space makes no message."""
    start = 0
    while start < len(content.text):
        end = start + _cut(content.text[start : start + limit], content.text[start:], limit, length)
        piece = content.text[start:end]
        if piece.strip():
            yield Content(piece, tuple(_clipped(content.marks, start, end)))
        start = end


def fits_below(text: str, files: Content, limits: Capabilities, length: Length) -> bool:
    """May these words stand in one message with these files?"""
    if not files.attachments:
        return length(text) <= limits.text_limit
    kinds = {file.kind for file in files.attachments}
    silent = bool(kinds & _UNCAPTIONED) and not limits.mixed_albums
    return not text.strip() or (length(text) <= limits.caption_limit and not silent)


def _cut(window: str, rest: str, limit: int, length: Length) -> int:
    """How many characters of `rest` make the next message; `window` is the most there could be."""
    if window == rest and length(rest) <= limit:
        return len(rest)
    most = max(_longest(window, limit, length), 1)
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(window, 0, most)]
        if ends and ends[-1] > most // 2:
            return ends[-1]
    return _whole_character(rest, most)


def _longest(window: str, limit: int, length: Length) -> int:
    """The longest beginning that fits, found by halving."""
    low, high = 0, len(window)
    while low < high:
        middle = (low + high + 1) // 2
        if length(window[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _whole_character(text: str, at: int) -> int:
    """The nearest earlier place that leaves accents, joined emoji and flags in one piece."""
    for place in range(at, max(at // 2, 1), -1):
        if place >= len(text) or not _belong_together(text, place):
            return place
    return at


def _belong_together(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if _JOINER in {before, after} or ord(after) in _SKIN_TONES:
        return True
    if ord(before) in _FLAG_LETTERS and ord(after) in _FLAG_LETTERS:
        run = len(text[:place]) - len(text[:place].rstrip("".join(map(chr, _FLAG_LETTERS))))
        return run % 2 == 1
    return unicodedata.category(after) in {"Mn", "Me"}


def _clipped(marks: Sequence[Mark], start: int, end: int) -> Iterator[Mark]:
    for mark in marks:
        left, right = max(mark.offset, start), min(mark.offset + mark.length, end)
        if left < right:
            yield replace(mark, offset=left - start, length=right - left)
