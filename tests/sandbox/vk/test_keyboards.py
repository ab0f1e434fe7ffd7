"""Keyboards: what VK's own helper makes is taken, what VK forbids is refused with 911."""

import json
from typing import Any

import pytest
from vk_api.keyboard import VkKeyboard, VkKeyboardColor

from sandbox.vk.keyboards import keyboard_of
from sandbox.vk.refusals import RefusalError
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, Caller


def button(**action: Any) -> dict[str, Any]:
    return {"action": {"type": "text", "label": "Да"} | action}


def keyboard(*rows: list[dict[str, Any]], **more: Any) -> str:
    return json.dumps({"buttons": list(rows)} | more)


def full(inline: bool) -> VkKeyboard:
    """The largest keyboard VK takes."""
    made = VkKeyboard(inline=inline)
    for number in range(10 if inline else 40):
        if number and number % (2 if inline else 4) == 0:
            made.add_line()
        made.add_callback_button(f"{number}", VkKeyboardColor.PRIMARY, {"d": str(number)})
    return made


@pytest.mark.parametrize("inline", [True, False])
async def test_the_librarys_largest_keyboards_are_taken(
    call: Caller, vk: VkWorld, inline: bool
) -> None:
    vk.writes(CLIENT, "вопрос")
    await call.says(keyboard=full(inline).get_keyboard())
    shown = vk.dialogs[CLIENT].keyboard
    assert (shown is None) is inline
    event = vk.events.kept[-1]["object"]
    assert ("keyboard" in event) is inline


async def test_every_kind_of_button_the_library_makes_is_taken(call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    made = VkKeyboard(one_time=True)
    made.add_button("Текст", payload={"a": 1})
    made.add_openlink_button("Ссылка", "https://vk.ru")
    made.add_line()
    made.add_location_button()
    made.add_line()
    made.add_vkpay_button("action=pay-to-group")
    made.add_line()
    made.add_vkapps_button(1, 2, "Приложение", "x")
    await call.says(keyboard=made.get_keyboard())
    assert vk.dialogs[CLIENT].keyboard is not None


async def test_an_empty_keyboard_takes_the_old_one_away(call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    await call.says(keyboard=full(inline=False).get_keyboard())
    await call.says(keyboard=VkKeyboard.get_empty_keyboard())
    assert vk.dialogs[CLIENT].keyboard is None


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("{", "not valid json"),
        ("[]", "buttons is not an array of arrays"),
        ('{"buttons": [1]}', "buttons is not an array of arrays"),
        (VkKeyboard().get_keyboard(), "a row is empty"),
        (keyboard([button()], inline=True, one_time=True), "inline keyboard can't be one_time"),
        (keyboard(*[[button()]] * 11), "there should be at most 10 rows"),
        (keyboard(*[[button()]] * 7, inline=True), "there should be at most 6 rows"),
        (keyboard([button()] * 6), "there should be at most 5 buttons in a row"),
        (keyboard(*[[button()] * 5] * 9), "there should be at most 40 buttons"),
        (keyboard(*[[button()] * 4] * 3, inline=True), "there should be at most 10 buttons"),
        (keyboard([1]), "a button has no action"),  # type: ignore[list-item]  # malformed on purpose
        (keyboard([{}]), "a button has no action"),
        (keyboard([button(type="telepathy")]), "unknown button type"),
        (keyboard([button(label="")]), "button label is empty"),
        (keyboard([button(label=None)]), "button label is empty"),
        (keyboard([button(label="x" * 41)]), "button label should be at most 40 symbols"),
        (keyboard([button() | {"color": "purple"}]), "wrong button color"),
        (
            keyboard([button(type="open_link", link="https://a.ru") | {"color": "primary"}]),
            "wrong button color",
        ),
        (keyboard([button(type="open_link", link="tel:1")]), "button link is invalid"),
        (keyboard([button(), button(type="location")]), "location button should take a whole row"),
        (keyboard([button(payload="{")]), "button payload is not valid json"),
        (
            keyboard([button(payload=json.dumps({"d": "x" * 250}))]),
            "button payload should be at most 255 symbols",
        ),
    ],
)
def test_a_wrong_keyboard_is_refused(raw: str, detail: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        keyboard_of(raw)
    assert refusal.value.message == f"Keyboard format is invalid: {detail}"


def test_the_longest_label_and_payload_are_taken() -> None:
    payload = json.dumps({"d": "x" * 246})
    assert len(payload) == 255
    assert keyboard_of(keyboard([button(label="x" * 40, payload=payload)]))["buttons"]


async def test_a_wrong_keyboard_sends_nothing(call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    await call.refused_to_say(911, keyboard="{")
    await call.refused(
        911, "messages.send", peer_ids=CLIENT, random_id=5, message="x", keyboard="{"
    )
    assert vk.sends == []


async def test_without_bot_features_there_are_no_keyboards(call: Caller, vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")
    vk.community.bot_features = False
    await call.refused_to_say(912, keyboard=full(inline=True).get_keyboard())
    await call.says()
