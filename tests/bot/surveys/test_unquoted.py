"""What is quoted of an invitation is not stored with the message that quotes it."""

import json

import pytest

from bot.surveys.invitation import beginnings
from bot.surveys.unquoted import unquoted
from bot.texts import Texts

HEADS = ("Приглашаем в", "Напоминаем об")
CARD = "Напоминаем об опросе «Визиты»"


def telegram(quoted: str) -> str:
    message = {"text": "Когда приём?", "reply_to_message": {"message_id": 7, "text": quoted}}
    return json.dumps({"update_id": 1, "message": message})


def vk(quoted: str) -> str:
    message = {"text": "Когда приём?", "reply_message": {"text": quoted}, "fwd_messages": []}
    return json.dumps({"object": {"message": message}}, ensure_ascii=False)


@pytest.mark.parametrize("raw", [telegram(CARD), vk(CARD)])
def test_a_quoted_card_is_left_out_and_the_words_stay(raw: str) -> None:
    kept = unquoted(raw, HEADS)
    assert "Визиты" not in kept.encode().decode("unicode_escape")
    assert json.dumps("Когда приём?") in kept
    assert "reply" not in kept


@pytest.mark.parametrize(
    "raw",
    [
        telegram("Ваш ответ"),
        vk("Ваш ответ"),
        telegram(f"Вот: {CARD}")[:-1],
        json.dumps({"message": {"text": CARD}}, sort_keys=True),
        '{"text": "Напоминаем об',
        "",
        "[1]",
    ],
)
def test_any_other_event_is_stored_word_for_word(raw: str) -> None:
    assert unquoted(raw, HEADS) == raw


def test_forwarded_cards_are_left_out_too() -> None:
    raw = json.dumps({"object": {"message": {"fwd_messages": [{"text": CARD}], "text": "это что"}}})
    assert json.loads(unquoted(raw, HEADS)) == {"object": {"message": {"text": "это что"}}}


def test_cards_are_known_by_their_own_beginnings() -> None:
    invited, reminded = beginnings(Texts())
    assert invited.startswith("Приглашаем в анонимный опрос")
    assert reminded.startswith("Напоминаем об анонимном опросе")
