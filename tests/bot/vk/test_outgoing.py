"""Messages as VK's parameters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Address
from appeals.words import Attachment, Content, Mark, MediaKind, Style
from bot.vk.keyboards import CannotSend
from bot.vk.outgoing import TEXT_LIMIT, editing, peer_of, plain_text, random_id_of, sending
from handlers.conversation import Rendered


def test_styles_go_and_addresses_of_links_stay() -> None:
    text = "Подробнее: на сайте и в письме"
    marks = (
        Mark(Style.LINK, 24, 6, "https://b.example/"),
        Mark(Style.BOLD, 0, 9),
        Mark(Style.LINK, 11, 8, "https://a.example/"),
    )
    assert plain_text(Content(text, marks)) == (
        "Подробнее: на сайте (https://a.example/) и в письме (https://b.example/)"
    )


def test_a_link_that_shows_its_address_is_not_said_twice() -> None:
    url = "https://a.example/"
    assert plain_text(Content(url, (Mark(Style.LINK, 0, len(url), url),))) == url


def test_an_address_that_would_make_the_message_too_long_is_left_out() -> None:
    text = "я" * TEXT_LIMIT
    assert plain_text(Content(text, (Mark(Style.LINK, 0, 5, "https://a.example/"),))) == text


@given(st.text())
def test_the_number_of_a_message_is_stable_and_never_nought(nonce: str) -> None:
    number = random_id_of(nonce)
    assert number == random_id_of(nonce) != 0
    assert -(2**31) <= number < 2**31


def test_messages_without_a_nonce_are_never_taken_for_one() -> None:
    plain = Rendered(Content("Слова"))
    assert sending(1, plain)["random_id"] != sending(1, plain)["random_id"]


def test_an_answer_quotes_its_question() -> None:
    values = sending(301, Rendered(Content("Ответ"), reply_to="7", nonce="outbox:1"))
    assert json.loads(values["forward"]) == {
        "peer_id": 301,
        "conversation_message_ids": [7],
        "is_reply": 1,
    }
    assert sending(301, Rendered(Content("Ответ")))["forward"] is None


def test_an_edit_names_what_stays() -> None:
    values = editing(301, "7", Rendered(Content("Ответ")), ["photo-1_2_k", "doc-1_3"])
    assert values["attachment"] == "photo-1_2_k,doc-1_3"
    assert (values["cmid"], values["keep_forward_messages"]) == ("7", 1)


@pytest.mark.parametrize("chat", ["", "-5", "2000000001", "club1", "0"])
def test_only_people_are_written_to(chat: str) -> None:
    with pytest.raises(CannotSend):
        peer_of(Address("vk", chat))


@pytest.mark.parametrize(
    "content", [Content(" "), Content("", (), (Attachment(MediaKind.PHOTO, "photo1_1"),) * 11)]
)
def test_nothing_and_too_much_are_not_sent(content: Content) -> None:
    with pytest.raises(CannotSend):
        sending(301, Rendered(content))
