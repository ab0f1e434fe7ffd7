"""A client in Telegram."""

from collections.abc import Sequence

from sandbox.files import Upload
from sandbox.press import Press
from sandbox.state import Message
from tests.channels.talk import Seen, Talk
from tests.endtoend.desk import OLGA, buttons


class InTelegram(Talk):
    """Ольга in her private chat with the bot."""

    channel = "telegram"
    window = "24 часа"

    async def opens(self) -> None:
        """Telegram keeps what was written before."""

    def writes(self, text: str = "", *, files: Sequence[Upload] = (), quotes: str = "") -> str:
        reply_to = int(quotes) if quotes else None
        sent = self.desk.world.writes(OLGA, text or None, files=files, reply_to=reply_to)
        return str(sent[0].id)

    def edits(self, message: str, text: str) -> None:
        self.desk.world.edits(OLGA, int(message), text)

    def deletes(self, message: str) -> None:
        self.desk.world.deletes(OLGA, int(message))

    async def presses(self, seen: Seen, caption: str) -> str:
        message = self.desk.world.message(OLGA, int(seen.id))
        return await _told(self.desk.presses(message, caption, OLGA))

    async def forges(self, data: str, seen: Seen) -> str:
        return await _told(self.desk.world.presses(OLGA, data, message=int(seen.id), chat=OLGA))

    def blocks(self) -> None:
        self.desk.world.blocks(OLGA)

    def allows(self) -> None:
        self.desk.world.unblocks(OLGA)

    def says_hello(self) -> None:
        self.desk.world.starts(OLGA)

    def read(self) -> list[Seen]:
        return [_seen(self, message) for message in self.desk.answers(OLGA)]

    def lasting(self) -> list[str]:
        rows = (self.desk.world.chat(OLGA).keyboard or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]


def _seen(talk: InTelegram, message: Message) -> Seen:
    media = message.media
    known = talk.desk.world.files.get(media.file_id) if media else None
    return Seen(
        str(message.id),
        message.text or "",
        (media.kind,) if media else (),
        (known.name,) if known else (),
        str(message.reply_to or ""),
        tuple(button["text"] for button in buttons(message)),
    )


async def _told(press: Press) -> str:
    answer = await press.answered()
    assert answer is not None
    return str(answer["text"] or "")
