"""Posts for a channel or a wall: nothing is published that an employee has not approved (D1, D6).

A decision is taken once: a second press, and a button of an earlier try, change nothing.
"""

from appeals.model import Employee, MessageRef, Role
from appeals.ports import Announcement, DraftState
from appeals.words import Content
from handlers.conversation import (
    Button,
    Buttons,
    ModeratorChat,
    Pressed,
    Redraw,
    Reply,
    Say,
    Toast,
    Words,
)
from handlers.office import Office
from handlers.press_data import PressData, read

GROUP = "w"
RESULTS = "results"
"""What a post is about that the page of results could go with."""
ROLES = frozenset({Role.ANALYST, Role.HEAD, Role.ADMIN})
_OPEN = frozenset({DraftState.DRAFT, DraftState.FAILED, DraftState.UNKNOWN})
_AFTER = {
    DraftState.FAILED: ("publish", "drop"),
    DraftState.UNKNOWN: ("placed", "publish", "drop"),
}
VERBS = {
    "publish": (_OPEN, DraftState.APPROVED),
    "drop": (_OPEN | {DraftState.BY_HAND}, DraftState.DECLINED),
    "placed": (frozenset({DraftState.BY_HAND, DraftState.UNKNOWN}), DraftState.PUBLISHED),
}


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """`w:<verb>:<post>:<tries>`; forged or stale data changes nothing."""
    employee = await office.staff.get(press.who.id)
    if employee is None or press.who.anonymous or not employee.roles & ROLES:
        return [Toast(press.press_id, Words("post-no-role"), alert=True)]
    data = read(press.data)
    post = await office.announcements.get(data.id) if data else None
    if data is None or post is None or data.verb not in VERBS:
        return [Toast(press.press_id, Words("press-stale"))]
    among, to = VERBS[data.verb]
    fits = post.tries == data.seen
    if not fits or not await office.announcements.decide(post, among, to, employee.id, office.now):
        return [Toast(press.press_id, await _stands(post, office), alert=True)]
    return [Toast(press.press_id, Words("empty")), _decided(press, post, to, employee)]


def drafted(post: Announcement) -> Say:
    """The draft as it would be published, for those who may approve it."""
    by_hand = post.state is DraftState.BY_HAND
    words = Words("post-by-hand" if by_hand else "post-draft", _facts(post))
    verbs = ("placed", "drop") if by_hand else ("publish", "drop")
    return Say(ModeratorChat(), words, Content(post.text), _buttons(post, *verbs))


def published(post: Announcement) -> Say:
    """It stands there now."""
    return Say(ModeratorChat(), Words("post-published", _facts(post)))


def failed(post: Announcement) -> Say:
    """It does not, or nobody knows: why, and what can be pressed."""
    verbs = _AFTER.get(post.state, ())
    words = Words(f"post-{post.state.value}", _facts(post))
    return Say(ModeratorChat(), words, buttons=_buttons(post, *verbs))


def _decided(press: Pressed, post: Announcement, to: DraftState, employee: Employee) -> Redraw:
    """The text stays to be read, the buttons go."""
    words = Words(f"post-{to.value}", _facts(post) | {"who": employee.name})
    return Redraw(MessageRef(press.at, press.id), words, Content(post.text))


async def _stands(post: Announcement, office: Office) -> Words:
    found = await office.announcements.get(post.id) or post
    employee = await office.staff.get(found.decided_by)
    name = employee.name if employee else ""
    facts = {"state": found.state.value, "who": name, "named": "yes" if name else "no"}
    return Words("post-stands", facts)


def _buttons(post: Announcement, *verbs: str) -> Buttons:
    return tuple(
        (Button(Words(_caption(post, verb)), str(PressData(GROUP, verb, post.id, post.tries))),)
        for verb in verbs
    )


def _caption(post: Announcement, verb: str) -> str:
    if verb == "publish" and post.tries:
        return "post-button-again"
    return f"post-button-{verb}"


def _facts(post: Announcement) -> dict[str, str | int]:
    return {
        "wave": post.wave,
        "about": post.about,
        "channel": post.channel,
        "chat": post.chat,
        "why": post.why,
        "link": post.published,
        "bare": "yes" if post.about == RESULTS and not post.file else "no",
    }
