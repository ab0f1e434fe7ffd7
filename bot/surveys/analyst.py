"""What an analyst asks by `/survey …`, in the moderator chat or in private."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, tzinfo

from appeals.model import Address, Employee, Role
from bot.clock import Clock
from bot.surveys.entry import command_of
from bot.surveys.mouth import Mouth, Unheard
from bot.surveys.sitting import Running
from bot.surveys.talk import Talk
from bot.surveys.waves import CannotOpen, Waves
from bot.texts import Texts
from handlers.conversation import Words, Wrote
from surveys.drafts import Person
from surveys.ports import KeysLost
from surveys.wave import Stage, Wave

ROLES = frozenset({Role.ANALYST, Role.ADMIN})

WhoIs = Callable[[Address, str], Awaitable[Employee | None]]
SendResults = Callable[[Address, Wave], Awaitable[bool]]
MarkTexts = Callable[[str, Sequence[str], bool], Awaitable[Words]]
"""Withhold (True) or release texts of this wave with these numbers; what to tell of it."""


class Analyst:
    """`who_is` tells the employee behind a person in a channel.

    `send_results` sends a wave's file, False when that failed; it raises Unheard.
    """

    def __init__(
        self,
        waves: Waves,
        talk: Talk,
        mouth: Mouth,
        *,
        texts: Texts,
        clock: Clock,
        zone: tzinfo,
        who_is: WhoIs,
        changed: Callable[[], Awaitable[None]],
        send_results: SendResults,
        mark_texts: MarkTexts,
    ) -> None:
        self._waves, self._talk, self._mouth = waves, talk, mouth
        self._texts, self._clock, self._zone = texts, clock, zone
        self._who_is, self._changed, self._send_results = who_is, changed, send_results
        self._mark_texts = mark_texts

    async def asked(self, message: Wrote) -> None:
        """Do what the command says, for employees with the role."""
        employee = await self._who_is(message.at, message.who.id)
        if employee is None or message.who.anonymous or not employee.roles & ROLES:
            await self._say(message, Words("survey-no-role"))
            return
        verb, _, name = command_of(message)[1].partition(" ")
        if verb.casefold() == "give-up" and not employee.may(Role.ADMIN):
            await self._say(message, Words("survey-no-admin"))
            return
        does = {
            "": self._list,
            "list": self._list,
            "preview": self._preview,
            "open": self._open,
            "close": self._close,
            "results": self._results,
            "withhold": self._withhold,
            "release": self._release,
            "give-up": self._give_up,
        }.get(verb.casefold())
        if does is None:
            await self._say(message, Words("survey-how"))
        else:
            await does(message, name.strip())

    async def _list(self, message: Wrote, _: str) -> None:
        lines = [await self._line(wave) for wave in await self._waves.all()]
        names = Words("survey-questionnaires", {"names": ", ".join(self._waves.names())})
        head = Words("survey-waves" if lines else "survey-waves-none")
        how = Words("survey-how")
        await self._mouth.say(message.at, Words(head.key, below=(*lines, names, how)))

    async def _line(self, wave: Wave) -> Words:
        """Counts are those of the latest flush: nobody can watch answers come in."""
        known = await self._waves.participation(wave) if wave.stage is Stage.OPEN else None
        args: dict[str, str | int] = {
            "wave": wave.id,
            "closes": self._moment(wave.closes),
            "count": wave.counted.sheets or 0 if wave.stage is not Stage.OPEN else known or 0,
        }
        if wave.stage is not Stage.OPEN:
            kept = wave.counted.sheets is not None
            ended = "survey-wave-closed" if kept else "survey-wave-destroyed"
            return Words(ended if wave.stage is Stage.CLOSED else "survey-wave-closing", args)
        return Words("survey-wave-open", args)

    async def _preview(self, message: Wrote, name: str) -> None:
        if not message.private:
            await self._say(message, Words("survey-preview-in-private", {"name": name}))
            return
        if not await self._is_known(message, name):
            return
        try:
            asked = self._waves.asked(name)
        except CannotOpen as why:
            await self._say(message, Words("survey-literal", {"text": str(why)}))
            return
        who = Person(message.at.channel, message.who.id)
        await self._talk.preview(who, message.at, Running("", asked.questionnaire))

    async def _open(self, message: Wrote, name: str) -> None:
        if not await self._is_known(message, name):
            return
        try:
            wave = await self._waves.open(name, self._clock.now())
        except CannotOpen as why:
            await self._say(message, Words("survey-literal", {"text": str(why)}))
            return
        await self._changed()
        args = {"wave": wave.id, "closes": self._moment(wave.closes), "code": wave.survey}
        await self._say(message, Words("survey-opened", args))

    async def _is_known(self, message: Wrote, name: str) -> bool:
        """A chat names questionnaires, not files anywhere on the machine."""
        names = self._waves.names()
        if name not in names:
            key = "survey-no-such-questionnaire" if name else "survey-which-questionnaire"
            await self._say(message, Words(key, {"name": name, "names": ", ".join(names)}))
        return name in names

    async def _close(self, message: Wrote, name: str) -> None:
        wave = await self._waves.named(name)
        if wave is None:
            await self._say(message, no_such_wave(name))
            return
        try:
            closed = await self._waves.close(wave, self._clock.now())
        except KeysLost:
            await self._say(message, Words("survey-keys-lost", {"wave": wave.id}))
            return
        await self._changed()
        await self._say(message, ended_by_hand(closed, "survey-results-by-chat"))

    async def _give_up(self, message: Wrote, words: str) -> None:
        """Destroys answers unread, so it is asked for twice."""
        name, _, confirmed = words.partition(" ")
        wave = await self._waves.named(name)
        if wave is None:
            await self._say(message, no_such_wave(name))
        elif wave.stage not in {Stage.OPEN, Stage.CLOSING}:
            await self._say(message, ended(wave))
        elif not self._waves.is_lost(wave):
            await self._say(message, Words("survey-give-up-keys-here", {"wave": wave.id}))
        elif confirmed.strip().casefold() != self._texts.plain(Words("survey-give-up-word")):
            sure = Words("survey-give-up-sure", {"wave": wave.id})
            await self._say(message, Words(giving_up(wave).key, {"wave": wave.id}, below=(sure,)))
        else:
            given_up = await self._waves.give_up(wave, self._clock.now())
            await self._changed()
            await self._say(message, ended(given_up))

    async def _withhold(self, message: Wrote, words: str) -> None:
        name, *numbers = words.split() or [""]
        await self._say(message, await self._mark_texts(name, numbers, True))

    async def _release(self, message: Wrote, words: str) -> None:
        name, *numbers = words.split() or [""]
        await self._say(message, await self._mark_texts(name, numbers, False))

    async def _results(self, message: Wrote, name: str) -> None:
        wave = await self._waves.named(name)
        if wave is None:
            await self._say(message, no_such_wave(name))
        elif wave.stage is not Stage.CLOSED:
            await self._say(message, Words("survey-no-results-yet", {"wave": wave.id}))
        elif wave.counted.sheets is None:
            await self._say(message, ended(wave))
        else:
            await self._hand_over(message, wave)

    async def _hand_over(self, message: Wrote, wave: Wave) -> None:
        """Rows of answers are for the analyst's eyes, not for the whole chat's."""
        private = Address(message.at.channel, message.who.id)
        try:
            sent = await self._send_results(private, wave)
        except Unheard:
            await self._say(message, Words("survey-start-first"))
            return
        if not sent:
            await self._say(message, Words("survey-results-failed", {"wave": wave.id}))
        elif not message.private:
            await self._say(message, Words("survey-results-sent"))

    async def _say(self, message: Wrote, words: Words) -> None:
        await self._mouth.say(message.at, words)

    def _moment(self, when: datetime) -> str:
        return f"{when.astimezone(self._zone):%d.%m.%Y %H:%M}"


def no_such_wave(name: str) -> Words:
    """No wave is called so, or none was named."""
    return Words("survey-no-such-wave", {"name": name}) if name else Words("survey-which-wave")


def giving_up(wave: Wave) -> Words:
    """What it means to give this wave up, for who is about to."""
    key = "survey-give-up-analyst" if wave.with_analyst else "survey-give-up-warning"
    return Words(key, {"wave": wave.id})


def ended_by_hand(wave: Wave, how: str) -> Words:
    """What became of it and, where there are results, `how` to get them (the key of the words)."""
    said = ended(wave)
    more = (Words(how, {"wave": wave.id}),) if said.key == "survey-closed" else ()
    return Words(said.key, said.args, below=more)


def ended(wave: Wave) -> Words:
    """What became of a wave, for those who asked for it."""
    args: dict[str, str | int] = {"wave": wave.id, "level": wave.level}
    if wave.stage is Stage.CLOSING and wave.with_analyst:
        return Words("survey-waits-for-key", args)
    if wave.stage is not Stage.CLOSED:
        return Words("survey-closing", args)
    if wave.keys_lost:
        return Words("survey-given-up", args)
    if wave.counted.sheets is None:
        return Words("survey-too-few", args)
    return Words("survey-closed", args | {"count": wave.counted.sheets})
