"""Tell a greeting or thanks from a question: small talk alone opens no appeal.

Cautious by design: a message is small talk only when every word of it is known as such, because a
question that was taken for a greeting would be lost.
"""

import re
from enum import StrEnum

from appeals.words import Content, MediaKind

_WORD = re.compile(r"[^\W_]+")
_GREETINGS = frozenset(
    "здравствуйте здравствуй здрасьте здрасте здраствуйте привет приветствую приветик хай "
    "добрый доброе доброго доброй день дня утро утра вечер вечера ночи ночь суток "
    "hello hi алло ау".split()
)
_THANKS = frozenset(
    "спасибо спс пасиб спасибки благодарю благодарим благодарна благодарен признателен "
    "признательна thanks".split()
)
_AGREEMENT = frozenset("ок окей ok понятно понял поняла ясно хорошо ладно отлично супер".split())
_FILLER = frozenset(
    "большое огромное вам вас всем за ответ помощь разъяснение разъяснения консультацию "
    "информацию оперативность быстрый подробный и очень уважаемые коллеги всего доброго "
    "хорошего дня до свидания пока с уважением вы тоже ещё еще раз заранее".split()
)


class SmallTalk(StrEnum):
    """What kind of a message that asks nothing."""

    GREETING = "greeting"
    THANKS = "thanks"
    WORDLESS = "wordless"


def small_talk(content: Content) -> SmallTalk | None:
    """The kind of small talk a message is, or None when it may hold a question."""
    kinds = {attachment.kind for attachment in content.attachments}
    if kinds - {MediaKind.STICKER}:
        return None
    words = _WORD.findall(content.text.lower().replace("ё", "е"))
    if not words:
        return SmallTalk.WORDLESS
    if "?" in content.text or set(words) - _known():
        return None
    if set(words) & (_THANKS | _AGREEMENT):
        return SmallTalk.THANKS
    return SmallTalk.GREETING if set(words) & _GREETINGS else None


def _known() -> frozenset[str]:
    return frozenset(word.replace("ё", "е") for word in _GREETINGS | _THANKS | _AGREEMENT | _FILLER)
