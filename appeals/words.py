"""What somebody wrote: text with styles and attachments, free of any platform."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Style(StrEnum):
    """How a stretch of text looks; a channel that can't show it leaves it out."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    CODE = "code"
    QUOTE = "quote"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Mark:
    """A style over `length` characters (Python's, not UTF-16 units) from `offset`."""

    style: Style
    offset: int
    length: int
    url: str = ""


class MediaKind(StrEnum):
    """What an attachment is, as far as sending it again is concerned."""

    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"
    AUDIO = "audio"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file: known to its channel by `file`, or lying in the program's own folder (`path`).

    `origin` names the channel that knows `file`; empty: the one it is sent to. `size` is in bytes,
    0 when the platform did not say.
    """

    kind: MediaKind
    file: str = ""
    name: str = ""
    size: int = 0
    path: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The words and files of one message (of one album, once its parts are gathered)."""

    text: str = ""
    marks: tuple[Mark, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing that could be sent to anybody."""
        return not self.text.strip() and not self.attachments

    def with_text(self, text: str) -> "Content":
        """The same files under other words; styles are dropped, for they no longer fit."""
        return replace(self, text=text, marks=())

    def after(self, lead: "Content") -> "Content":
        """These words below a leading line, styles moved along."""
        shift = len(lead.text) + 1 if self.text else 0
        moved = tuple(replace(mark, offset=mark.offset + shift) for mark in self.marks)
        text = f"{lead.text}\n{self.text}" if self.text else lead.text
        return Content(text, lead.marks + moved, lead.attachments + self.attachments)


def gathered(parts: Sequence[Content]) -> Content:
    """An album's parts as one content: texts joined by new lines, files in order."""
    whole = parts[0]
    for part in parts[1:]:
        shift = len(whole.text) + 1 if whole.text and part.text else len(whole.text)
        moved = tuple(replace(mark, offset=mark.offset + shift) for mark in part.marks)
        text = "\n".join(filter(None, (whole.text, part.text)))
        whole = Content(text, whole.marks + moved, whole.attachments + part.attachments)
    return whole
