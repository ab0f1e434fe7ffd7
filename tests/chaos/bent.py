"""Events as the platforms send them, bent by hypothesis: other values, less or more than there was.

Nothing is checked here; a list of so many events is made for those who check.
"""

import copy
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.bot.telegram import samples as telegram
from tests.bot.vk import samples as vk

Json = dict[str, Any]
LEAST_BENT, MOST_BENT = 0, 4

_TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "/start", "/answered", "//", "a:answered:1:1", "🧾" * 30, "\u202eкод", "0"]
    ),
)
_NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70), st.sampled_from([0, 1, -1, 101, 201, 301, telegram.FORUM, 2**31])
)
_SCALARS = st.one_of(st.none(), st.booleans(), _NUMBERS, st.floats(allow_nan=False), _TEXTS)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def telegram_events(number: int) -> list[Json]:
    """So many updates without numbers of their own; the same ones in every run."""
    person = telegram.user()
    here = telegram.in_topic()
    changed: Json = {
        "chat": telegram.private(),
        "from": person,
        "date": telegram.MOMENT,
        "old_chat_member": {"status": "member", "user": person},
        "new_chat_member": {"status": "kicked", "user": person, "until_date": 0},
    }
    photo = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
    return _made(
        [
            {"message": telegram.message()},
            {"message": telegram.message(text="Какая квота при 135 сотрудниках?")},
            {"message": telegram.message(text=None, photo=[photo], caption="скан")},
            {"message": telegram.message(reply_to_message=telegram.message(message_id=4))},
            {"message": here},
            {"edited_message": telegram.message(edit_date=telegram.MOMENT + 5)},
            {"edited_message": telegram.in_topic(edit_date=telegram.MOMENT + 5)},
            {"callback_query": telegram.press()},
            {"callback_query": telegram.press(data="c:other:1")},
            {"my_chat_member": changed},
        ],
        number,
    )


def vk_events(number: int) -> list[Json]:
    """So many events of the long poll; the same ones in every run."""
    return _made(
        [
            vk.new(),
            vk.new(text="Какая квота?", ref="report_quota"),
            vk.new(reply_message=vk.message(conversation_message_id=3)),
            vk.new(payload='{"d":"m:info"}'),
            vk.event("message_edit", vk.message(update_time=vk.MOMENT + 5)),
            vk.event(
                "message_reply", vk.message(out=1, from_id=-vk.GROUP, admin_author_id=vk.IRINA)
            ),
            vk.press(),
            vk.event("message_allow", {"user_id": vk.MARIA, "key": ""}),
            vk.event("message_deny", {"user_id": vk.MARIA}),
            vk.event("app_payload", {"user_id": vk.MARIA, "payload": '{"report":"quota"}'}),
        ],
        number,
    )


def _made(samples: Sequence[Json], number: int) -> list[Json]:
    made: list[Json] = []

    @seed(20261130)
    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_bent(samples))
    def collect(event: Json) -> None:
        made.append(event)

    while len(made) < number:
        collect()
    return made[:number]


@st.composite
def _bent(draw: st.DrawFn, samples: Sequence[Json]) -> Json:
    event: Json = copy.deepcopy(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(LEAST_BENT, MOST_BENT))):
        place = draw(st.sampled_from(_places(event)))
        draw(st.sampled_from([_replaced, _left_out, _added]))(place, draw(_VALUES), draw(_TEXTS))
    return event


Place = tuple[Any, Any]
"""A dictionary or list, and a key of it."""

Bend = Callable[[Place, Any, str], None]


def _places(value: object) -> list[Place]:
    """Every value inside, by what holds it."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    found: list[Place] = []
    for key in keys:
        found += [(value, key), *_places(value[key])]  # type: ignore[index] # it has these keys
    return found or [({}, "")]


def _replaced(place: Place, value: object, _: str) -> None:
    holder, key = place
    holder[key] = value


def _left_out(place: Place, _value: object, _: str) -> None:
    holder, key = place
    if holder:
        del holder[key]


def _added(place: Place, value: object, name: str) -> None:
    holder, _ = place
    if isinstance(holder, dict):
        holder[name] = value
    else:
        holder.append(value)
