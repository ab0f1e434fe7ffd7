"""The public places that the sandbox begins with."""

from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION, FOREIGN, first_post, open_square
from sandbox.world import World, seed

OLGA = 101


def test_the_authority_has_a_group_and_a_channel_with_its_discussion() -> None:
    world = seed(World())
    assert [one.id for one in world.consultation_chats] == [CONSULTATION]
    assert [(one.id, one.linked) for one in world.own_channels] == [(CHANNEL, DISCUSSION)]
    assert world.chats[FOREIGN].bot.status == "member"
    assert world.updates.pending() == []


def test_the_places_are_opened_once() -> None:
    world = seed(World())
    world.writes(OLGA, "Вопрос", chat=CONSULTATION)
    open_square(world)
    assert len(world.messages(CONSULTATION)) == 1


def test_the_first_post_is_published_once() -> None:
    world = seed(World())
    first_post(world)
    first_post(world)
    assert len(world.messages(CHANNEL)) == len(world.messages(DISCUSSION)) == 1


def test_a_basic_group_that_grows_takes_its_place_among_the_consultation_chats() -> None:
    world = seed(World(), consultation="group")
    (old,) = world.consultation_chats
    new = world.upgrades(old.id)
    assert world.consultation_chats == [new]
    assert new.title == old.title
    assert world.moderator_chat.title == "Отклик: модераторы"
