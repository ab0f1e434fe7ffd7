"""Staff are told once of what only a person can end."""

from bot.status import Trouble
from bot.vk.alarms import Alarms
from handlers.conversation import Words


def test_a_trouble_is_told_when_it_begins_and_not_by_everybody_who_meets_it() -> None:
    alarms, told = Alarms(), list[str]()

    def tell(words: Words) -> None:
        told.append(words.key)

    alarms.tell = tell
    sending, receiving = alarms.of("sending"), alarms.of("receiving")
    for _ in range(3):
        receiving(Trouble.TOKEN)
        sending(Trouble.TOKEN)
    assert told == ["vk-token-refused"]
    assert alarms.trouble is Trouble.TOKEN
    receiving(None)
    assert alarms.trouble is Trouble.TOKEN
    sending(None)
    assert alarms.trouble is None
    sending(Trouble.CAPTCHA)
    receiving(None)
    sending(Trouble.NETWORK)
    assert told == ["vk-token-refused", "vk-captcha-wanted"]
