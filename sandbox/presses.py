"""Pressing inline buttons: the bot gets a callback query, the person waits for its answer."""

from sandbox import wire
from sandbox.core import Core
from sandbox.press import Press

FIRST_QUERY = 4_000_000_000_000_000


class Presses(Core):
    """A world in which buttons can be pressed."""

    def presses(self, person: int, data: str, *, message: int, chat: int | None = None) -> Press:
        """Let a person press a button with ``data`` under ``message``, forged data included."""
        self.person(person)
        home = self.chat(person if chat is None else chat)
        self.last_query += 1
        number = str(FIRST_QUERY + self.unix_now() * 1000 + self.last_query)
        press = Press(number, person, data, self.monotonic())
        self._forget_old_presses()
        self.open_presses[number] = press
        shown = home.messages.get(message)
        self.updates.add(
            "callback_query",
            {
                "id": number,
                "from": wire.user(self, person),
                "message": wire.message(self, shown)
                if shown
                else {"chat": wire.chat(self, home), "message_id": message, "date": 0},
                "chat_instance": str(abs(home.id)),
                "data": data,
            },
        )
        return press

    def press_to_answer(self, query: str) -> Press | None:
        """Return the press of a callback query id unless it is unknown, answered or too old."""
        press = self.open_presses.pop(query, None)
        if press is None or self.monotonic() - press.at > self.settings.callback_ttl:
            return None
        return press

    def _forget_old_presses(self) -> None:
        horizon = self.monotonic() - self.settings.callback_ttl
        self.open_presses = {
            number: press for number, press in self.open_presses.items() if press.at >= horizon
        }
