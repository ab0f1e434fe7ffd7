"""What a failed call means for delivery and for receiving, in the product's terms."""

from bot.status import Trouble
from bot.vk.failures import Answered, CallFailed, NeverSent
from handlers.conversation import Later, Outcome, Refusal, Refused, Unknown

NETWORK_PAUSE = 2.0
SHORT_PAUSE = 1.0
FLOOD_PAUSE = 30.0
TOKEN_PAUSE = 60.0
LONG_PAUSE = 300.0

CAPTCHA = 14
TOKEN_CODES = frozenset({4, 5, 16, 17, 27, 28, 1114, 1116, 1117, 3609})
QUOTED_IS_GONE = frozenset({921, 969})
BUTTONS_ARE_OFF = frozenset({912})
POST_IS_GONE = "post was not found"
EDITED_IS_GONE = frozenset({"message not found", "message_id is invalid", "cmid is invalid"})
_LATER = {
    1: SHORT_PAUSE,
    6: SHORT_PAUSE,
    9: FLOOD_PAUSE,
    10: NETWORK_PAUSE,
    CAPTCHA: LONG_PAUSE,
    29: LONG_PAUSE,
    36: NETWORK_PAUSE,
    43: LONG_PAUSE,
    603: NETWORK_PAUSE,
    984: LONG_PAUSE,
}
_REFUSALS = {
    7: Refusal.NO_RIGHTS,
    15: Refusal.NO_RIGHTS,
    18: Refusal.CHAT_GONE,
    203: Refusal.NO_RIGHTS,
    211: Refusal.MESSAGE_GONE,
    212: Refusal.CLOSED_THREAD,
    213: Refusal.CLOSED_THREAD,
    222: Refusal.LINKS_FORBIDDEN,
    223: Refusal.TOO_MANY,
    900: Refusal.BLOCKED,
    901: Refusal.BLOCKED,
    902: Refusal.BLOCKED,
    917: Refusal.CHAT_GONE,
    921: Refusal.MESSAGE_GONE,
    927: Refusal.CHAT_GONE,
    932: Refusal.CHAT_GONE,
    936: Refusal.CHAT_GONE,
    945: Refusal.CHAT_GONE,
    946: Refusal.CHAT_GONE,
    950: Refusal.BLOCKED,
    969: Refusal.MESSAGE_GONE,
    1021: Refusal.BLOCKED,
}
_TROUBLES = {
    1: Trouble.SERVER,
    6: Trouble.TOO_FAST,
    9: Trouble.TOO_FAST,
    10: Trouble.SERVER,
    CAPTCHA: Trouble.CAPTCHA,
    29: Trouble.TOO_FAST,
    36: Trouble.SERVER,
    603: Trouble.SERVER,
}


def outcome_of(error: CallFailed) -> Outcome:
    """The outcome for delivery. A refused token or a captcha gives nothing up: a person helps."""
    match error:
        case Answered(code=code) if code in TOKEN_CODES:
            return Later(TOKEN_PAUSE, f"error {code}")
        case Answered(code=code) if code in _LATER:
            return Later(_LATER[code], f"error {code}")
        case Answered(code=code, detail=detail):
            return Refused(_reason(code, detail), detail)
        case NeverSent():
            return Later(NETWORK_PAUSE, str(error))
    return Unknown(str(error))


def _reason(code: int, detail: str) -> Refusal:
    """VK's words tell more than its code where one code stands for many things."""
    if POST_IS_GONE in detail:
        return Refusal.POST_GONE
    if any(words in detail for words in EDITED_IS_GONE):
        return Refusal.MESSAGE_GONE
    return _REFUSALS.get(code, Refusal.OTHER)


def harmless(outcome: Outcome) -> Outcome:
    """The same for a call that changes nothing anybody sees: a lost answer is no doubt then."""
    return Later(NETWORK_PAUSE, outcome.why) if isinstance(outcome, Unknown) else outcome


def trouble_of(error: CallFailed) -> Trouble:
    """What it means for receiving; REFUSED for a no that nobody expected (rights, settings)."""
    if not isinstance(error, Answered):
        return Trouble.NETWORK if isinstance(error, NeverSent) else Trouble.SERVER
    if error.code in TOKEN_CODES:
        return Trouble.TOKEN
    return _TROUBLES.get(error.code, Trouble.REFUSED)
