import pytest

from appeals.small_talk import SmallTalk, small_talk
from appeals.words import Attachment, Content, MediaKind

GREETINGS = [
    "Здравствуйте",
    "добрый день!",
    "Привет))",
    "ДОБРОЕ УТРО",
    "Здраствуйте,уважаемые коллеги",
]
THANKS = [
    "спасибо",
    "Спасибо большое!!!",
    "благодарю за ответ",
    "Ок, понятно",
    "спс",
    "Хорошо, спасибо вам",
]
WORDLESS = ["👍", "🙏🙏🙏", "...", "?", "  ", "\u200b", ")))"]
QUESTIONS = [
    "Здравствуйте, какая квота?",
    "привет подскажите по квоте",
    "спасибо, а если 34 человека?",
    "квота",
    "Спасибо за ответ, но вы не ответили",
    "да",
    "35",
    "хорошо?",
    "понятно, а когда ответите",
    "ما هي الحصة",
    "Ինչ է քվոտան",
    "Квота қандай",
]


@pytest.mark.parametrize("text", GREETINGS)
def test_a_greeting_alone_is_small_talk(text: str) -> None:
    assert small_talk(Content(text)) is SmallTalk.GREETING


@pytest.mark.parametrize("text", THANKS)
def test_thanks_alone_are_small_talk(text: str) -> None:
    assert small_talk(Content(text)) is SmallTalk.THANKS


@pytest.mark.parametrize("text", WORDLESS)
def test_without_a_word_there_is_no_question(text: str) -> None:
    assert small_talk(Content(text)) is SmallTalk.WORDLESS


@pytest.mark.parametrize("text", QUESTIONS)
def test_whatever_may_be_a_question_is_one(text: str) -> None:
    assert small_talk(Content(text)) is None


def test_a_sticker_asks_nothing_but_a_voice_message_may() -> None:
    assert small_talk(Content(attachments=(Attachment(MediaKind.STICKER),))) is SmallTalk.WORDLESS
    assert small_talk(Content(attachments=(Attachment(MediaKind.VOICE),))) is None
    assert small_talk(Content("спасибо", attachments=(Attachment(MediaKind.PHOTO),))) is None
