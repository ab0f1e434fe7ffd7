"""Answering: presses and words of a survey, past inbox, outbox and log (ANONYMITY 4, 9)."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from appeals.model import Address, MessageRef
from bot.clock import Clock
from bot.health import Health
from bot.surveys.card_words import refused_words
from bot.surveys.data import LEAVE, going, gone_to, pressed
from bot.surveys.entry import is_command, led_to
from bot.surveys.mouth import Mouth, Rows, Unheard
from bot.surveys.shown import Shown
from bot.surveys.sitting import Running, Sitting
from handlers import menu, my_appeals, problem
from handlers.conversation import Edited, Pressed, Words, Wrote
from surveys.card import Part, thanks
from surveys.drafts import Drafts, Person
from surveys.flow import Draft, Refused, ballot, type_in
from surveys.ports import AlreadyAnswered, SurveyBox
from surveys.press import Action, Press
from surveys.press import pressed as after
from surveys.questionnaire import Audience
from surveys.screen import units
from surveys.wave import NotNow

PART = "surveys"
LONGEST_MESSAGE = 4096
PIECES_WITHIN = timedelta(seconds=3)
REMEMBERED = 10_000

IsStaff = Callable[[Person], Awaitable[bool]]
Taken = Pressed | Wrote | Edited


class Talk:
    """All who are answering now. `is_staff` tells who may take part in surveys of employees.

    Before `box` is given, and in a process that doesn't own the surveys, everybody is asked to come
    later; `off`: this installation has no surveys. `command` does what an analyst asks; `leave`
    puts on record that somebody wants no more invitations.
    """

    def __init__(
        self, mouth: Mouth, shown: Shown, clock: Clock, health: Health, is_staff: IsStaff
    ) -> None:
        self._mouth, self._shown, self._clock = mouth, shown, clock
        self._health, self._is_staff = health, is_staff
        self.box: SurveyBox | None = None
        self.off = False
        self.open: Sequence[Running] = ()
        self.command: Callable[[Wrote], Awaitable[None]] | None = None
        self.leave: Callable[[Person, Address], Awaitable[None]] | None = None
        self._drafts: Drafts[Sitting] = Drafts()
        self._places: OrderedDict[str, None] = OrderedDict()
        self._typed: OrderedDict[tuple[Address, str], None] = OrderedDict()
        self._accepted: OrderedDict[str, None] = OrderedDict()
        self._beginning: set[Person] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's answers."""
        return "Talk()"

    # ---- what is ours

    def is_with(self, conversation: str) -> bool:
        """Somebody answers in this conversation, or has lately."""
        return conversation in self._places

    def wants(self, event: Taken) -> bool:
        """These words belong to a survey and to nobody else."""
        if isinstance(event, Pressed):
            return False
        if isinstance(event, Edited):
            return (event.at, event.id) in self._typed
        if not event.private:
            return is_command(event) and self._mouth.is_home(event.at)
        if led_to(event) is not None or is_command(event):
            return True
        sitting = self._drafts.get(_person(event), self._clock.now())
        here = sitting is not None and sitting.at == event.at
        return here and sitting is not None and sitting.awaits_text and not _for_the_desk(event)

    def take(self, event: Taken) -> None:
        """Answer it; returns at once. Events of one person are worked on in order."""
        if isinstance(event, Wrote):
            _remember(self._typed, (event.at, event.id))
        if isinstance(event, Pressed):
            self._do(self._pressed(event), event.at)
        elif isinstance(event, Edited):
            self._do(self._edited(event), event.at)
        else:
            self._do(self._wrote(event), event.at)

    async def leaves(self, press: Pressed) -> None:
        """«Больше не присылать» was pressed: on record when this returns. Raises StorageError."""
        if press.private and self.leave is not None:
            await self.leave(_person(press), press.at)

    async def settle(self) -> None:
        """Wait for everything that is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def expire(self) -> None:
        """Forget the drafts whose hour is over, and say so."""
        for _, sitting in self._drafts.expired(self._clock.now()):
            self._do(self._ended(sitting, Words("survey-expired")), sitting.at)

    async def close(self) -> None:
        """Let go of everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ---- beginning

    async def begin(self, who: Person, at: Address, code: str) -> None:
        """Lead a person into the survey of this code or this wave; "" for whichever is open.

        Asked twice at once, there is one answer: the second is left alone while the answer to the
        first is still to come. Once it is being said, it may have been read.
        """
        if who in self._beginning:
            return
        self._beginning.add(who)
        try:
            found = await self._found(who, code)
        finally:
            self._beginning.discard(who)
        if isinstance(found, Running):
            await self._sit(who, at, found)
        else:
            await self._mouth.say(at, *found)

    async def preview(self, who: Person, at: Address, wave: Running) -> None:
        """Show a questionnaire to an analyst, card by card; nothing is kept."""
        await self._mouth.say(at, Words("survey-preview-begins"))
        await self._sit(who, at, wave)

    async def _found(self, who: Person, code: str) -> Running | tuple[Words, Rows]:
        """The wave to answer, or what to say instead."""
        box = self.box
        if box is None:
            return Words("survey-none" if self.off else "survey-unavailable"), ()
        offered = await self._offered(who)
        named = {code, code.replace("_", "-")}
        meant = [w for w in offered if not code or named & {w.id, w.questionnaire.code}]
        if not meant:
            return Words("survey-not-open" if code else "survey-none"), ()
        if len(meant) > 1:
            rows = tuple(((wave.questionnaire.title, going(wave.id)),) for wave in meant)
            return Words("survey-choose"), rows
        if await box.has_answered(meant[0].id, who):
            return Words("survey-already"), ()
        return meant[0]

    async def _offered(self, who: Person) -> list[Running]:
        return [wave for wave in self.open if await self._may(who, wave)]

    async def _may(self, who: Person, wave: Running) -> bool:
        """A survey of employees is for those who are; the wave may have ended meanwhile."""
        if wave.closes is not None and self._clock.now() >= wave.closes:
            return False
        clients = wave.questionnaire.audience is Audience.CLIENTS
        return clients or await self._is_staff(who)

    async def _sit(self, who: Person, at: Address, wave: Running) -> None:
        """Go on with the same survey in a new card, or begin it."""
        sitting, other = self._drafts.get(who, self._clock.now()), None
        if sitting is not None and (sitting.wave.id != wave.id or not wave.id):
            sitting, other = None, sitting
        if sitting is None:
            sitting = Sitting(who, at, wave, Draft(secrets.token_hex(4)))
        sitting.below = bool(sitting.card)
        self._drafts.put(who, sitting, self._clock.now())
        if other is not None:
            await self._clear(other)
        await self._redraw(sitting)

    # ---- presses

    async def _pressed(self, press: Pressed) -> None:
        if not press.private:
            await self._toast(press, Words("survey-private-only"))
            return
        if press.data == LEAVE:
            await self._left(press)
            return
        code, who = gone_to(press.data), _person(press)
        if code is not None:
            await self._toast(press)
            await self.begin(who, press.at, code)
            return
        done = Press.of(pressed(press.data))
        sitting = self._drafts.get(who, self._clock.now())
        if sitting is None or done is None or done.name != sitting.draft.name:
            await self._lost(press, done, sitting)
        elif done == sitting.last or sitting.sealing:
            await self._toast(press)  # a double tap
        elif self._is_over(sitting):
            await self._toast(press)
            await self._ended(sitting, Words("survey-over"))
        else:
            await self._carry_out(press, done, sitting)

    async def _left(self, press: Pressed) -> None:
        """It is on record already: say so where the invitation stood."""
        await self._toast(press)
        if press.id:
            await self._mouth.retire(MessageRef(press.at, press.id), Words("mailing-left-here"))
        else:
            await self._mouth.say(press.at, Words("mailing-left-here"))

    async def _lost(self, press: Pressed, done: Press | None, sitting: Sitting | None) -> None:
        """A button of a card whose draft is gone: handed in, expired, stopped, or lost with us."""
        if done is None:
            await self._toast(press, Words("survey-refused-no-such-option"))
            return
        if done.name in self._accepted:  # a tap too many: they were kept, and thanks were said
            await self._toast(press, Words("survey-already"))
            return
        known = await self._is_surely_lost(press)
        await self._toast(press, Words("survey-gone" if known else "survey-gone-perhaps"))
        if not press.id:
            return
        ref = MessageRef(press.at, press.id)
        if sitting is not None:
            await self._mouth.remove(ref)
            return
        again = ((self._shown.plain("survey-again"), going()),)
        words = Words("survey-interrupted" if known else "survey-card-gone")
        await self._mouth.retire(ref, words, (again,))

    async def _is_surely_lost(self, press: Pressed) -> bool:
        """The answers were not kept. A program that ended may have kept them and said nothing."""
        box, who = self.box, _person(press)
        if box is None:
            return False
        return not any([await box.has_answered(one.id, who) for one in await self._offered(who)])

    async def _carry_out(self, press: Pressed, done: Press, sitting: Sitting) -> None:
        step = after(sitting.wave.questionnaire, sitting.draft, done)
        if step.refused is not None:
            await self._toast(press, refused_words(step))
            if step.refused is Refused.STALE and press.id not in {"", sitting.card}:
                await self._mouth.remove(MessageRef(press.at, press.id))
            return
        sitting.last = done
        self._drafts.put(sitting.who, sitting, self._clock.now())
        if done.action is Action.SUBMIT:
            sitting.sealing = True
            await self._toast(press)
            await self._submit(sitting)
        elif done.action is Action.STOP:
            sitting.sealing = True  # what is pressed or typed from now on comes too late
            await self._toast(press)
            await self._ended(sitting, self._stopped(sitting))
        else:
            sitting.draft = step.draft
            await self._toast(press)
            await self._redraw(sitting)

    # ---- words

    async def _wrote(self, message: Wrote) -> None:
        code = led_to(message) if message.private else None
        sitting = self._drafts.get(_person(message), self._clock.now())
        if code is not None:
            await self.begin(_person(message), message.at, code)
        elif is_command(message):
            await self._commanded(message)
        elif sitting is None or sitting.at != message.at or not sitting.awaits_text:
            again = ((self._shown.plain("survey-again"), going()),)
            await self._mouth.say(message.at, Words("survey-interrupted"), (again,))
        elif not sitting.sealing:
            await self._typed_in(message, sitting)

    async def _commanded(self, message: Wrote) -> None:
        if self.command is None:
            key = "survey-switched-off" if self.off else "survey-unavailable"
            await self._mouth.say(message.at, Words(key))
        else:
            await self.command(message)

    async def _typed_in(self, message: Wrote, sitting: Sitting) -> None:
        self._drafts.put(sitting.who, sitting, self._clock.now())
        sitting.below = True
        if self._is_over(sitting):
            await self._ended(sitting, Words("survey-over"))
            return
        known = sitting.cut is not None and message.when - sitting.cut <= PIECES_WITHIN
        if known or units(message.content.text) >= LONGEST_MESSAGE:
            # a longer text comes in pieces, and its last piece is no answer either
            sitting.cut = message.when
            if not known:
                await self._not_taken(sitting, Words("survey-cut"))
            return
        words = "" if message.content.attachments else message.content.text
        step = type_in(sitting.wave.questionnaire, sitting.draft, words)
        if step.refused is None:
            sitting.draft = step.draft
            await self._redraw(sitting)
        else:
            await self._not_taken(sitting, refused_words(step))

    async def _not_taken(self, sitting: Sitting, why: Words) -> None:
        """Say why, and ask for an answer again."""
        async with sitting.lock:
            if not self._is_here(sitting):
                return
            old, asks = sitting.prompt, self._shown.asks_reply(sitting)
            words = Words("survey-prompt", below=(why,)) if asks else why
            said = await self._mouth.say(sitting.at, words, reply=asks)
            sitting.prompt = said if asks else ""
            if old:
                await self._mouth.remove(MessageRef(sitting.at, old))

    async def _edited(self, edit: Edited) -> None:
        """What was typed has been read: the card is where an answer is changed."""
        if self._drafts.get(_person(edit), self._clock.now()) is not None:
            await self._mouth.say(edit.at, Words("survey-edited"))

    # ---- the end

    async def _submit(self, sitting: Sitting) -> None:
        wave, now = sitting.wave, self._clock.now()
        if not wave.id:
            await self._ended(sitting, Words("survey-preview-ends"))
            return
        try:
            if self.box is None:
                raise NotReady
            await self.box.submit(
                wave.id, sitting.who, ballot(wave.questionnaire, sitting.draft), now
            )
        except AlreadyAnswered:
            await self._ended(sitting, Words("survey-already"))
        except NotNow:
            await self._ended(sitting, Words("survey-over"))
        except Exception as error:  # whatever it is, the person must know that nothing was taken
            self._health.ill(PART, type(error).__name__)
            sitting.sealing, sitting.last = False, None
            await self._mouth.say(sitting.at, Words("survey-not-kept"))
            sitting.below = True
            await self._redraw(sitting)
        else:
            self._health.well(PART)
            _remember(self._accepted, sitting.draft.name)
            said = Words("survey-text", {"text": thanks(wave.questionnaire).text})
            await self._ended(sitting, said)

    async def _ended(self, sitting: Sitting, words: Words) -> None:
        """Nothing of the draft is kept, in memory or in the chat."""
        if self._drafts.get(sitting.who, self._clock.now()) is sitting:
            self._drafts.drop(sitting.who)
        await self._clear(sitting)
        await self._mouth.say(sitting.at, words)

    async def _clear(self, sitting: Sitting) -> None:
        async with sitting.lock:
            await self._shown.clear(sitting)

    def _stopped(self, sitting: Sitting) -> Words:
        if not sitting.wave.id:
            return Words("survey-preview-ends")
        begun = self._shown.part(sitting) is not Part.INTRO
        return Words("survey-stopped" if begun else "survey-not-now")

    def _is_over(self, sitting: Sitting) -> bool:
        closes = sitting.wave.closes
        return closes is not None and self._clock.now() >= closes

    # ---- helpers

    async def _redraw(self, sitting: Sitting) -> None:
        """Show how the draft stands now; presses that came meanwhile are shown together."""
        async with sitting.lock:
            if self._is_here(sitting):
                await self._shown.redraw(sitting)

    def _is_here(self, sitting: Sitting) -> bool:
        return self._drafts.get(sitting.who, self._clock.now()) is sitting

    async def _toast(self, press: Pressed, words: Words | None = None) -> None:
        await self._mouth.toast(press.at.channel, press.press_id, words)

    def _do(self, work: Coroutine[Any, Any, None], at: Address) -> None:
        _remember(self._places, str(at))
        task = asyncio.create_task(self._guarded(work, at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None], at: Address) -> None:
        """What fails is known by its class only: neither who nor what gets into a log."""
        try:
            await work
        except Unheard:
            pass
        except Exception as error:  # one person's trouble is nobody else's
            self._health.ill(PART, type(error).__name__)
            await self._apologise(at)

    async def _apologise(self, at: Address) -> None:
        try:
            await self._mouth.say(at, Words("survey-unavailable"))
        except Exception as error:  # nothing more can be done for this person now
            self._health.ill(PART, type(error).__name__)


class NotReady(Exception):
    """This process does not own the surveys (any more)."""


def _person(event: Taken) -> Person:
    return Person(event.at.channel, event.who.id)


def _for_the_desk(message: Wrote) -> bool:
    """A command or a button of the lasting keyboard, not an answer."""
    text = message.content.text
    captions = (menu.is_menu_text, my_appeals.is_asked_for, problem.is_caption)
    return text.startswith("/") or any(is_caption(text) for is_caption in captions)


def _remember(known: "OrderedDict[Any, None]", one: object) -> None:
    """The newest ones only."""
    known[one] = None
    known.move_to_end(one)
    if len(known) > REMEMBERED:
        known.popitem(last=False)
