"""Where the platform takes no answer from a program: an employee writes it there by hand.

What is written in the topic is put on record; «Ответ размещён» says that it stands there.
"""

from appeals.model import Appeal, Message
from handlers.conversation import Button, Priority, Reply, Say, TopicOf, Words
from handlers.press_data import PressData

PLACED = "placed"


def recorded(stored: Message, appeal: Appeal) -> Reply:
    """What is left to do: with the way there, and the button for afterwards."""
    words = Words("public-by-hand", {"link": link_known(appeal)}, link=appeal.spot.link)
    place = Button(Words("button-placed"), str(PressData("a", PLACED, appeal.id, appeal.seen)))
    return Say(
        TopicOf(appeal.id),
        words,
        buttons=((place,),),
        reply_to=stored.ref.id,
        priority=Priority.COPY,
    )


def link_known(appeal: Appeal) -> str:
    """As texts choose by it."""
    return "yes" if appeal.spot.link else "no"
