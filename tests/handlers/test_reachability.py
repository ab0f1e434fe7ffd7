from tests.handlers.front_desk import GUEST, OLGA, FrontDesk, to_topic


async def test_staff_of_every_open_appeal_learn_that_the_client_blocked_the_bot(
    desk: FrontDesk,
) -> None:
    await desk.asks("Какая квота?")
    await desk.presses("c:other:1:0", OLGA)
    await desk.asks("Когда сдавать отчёт?")
    told = to_topic(await desk.blocks())
    assert {str(say.to) for say in told} == {"TopicOf(appeal_id=1)", "TopicOf(appeal_id=2)"}
    assert "unreachable" in await desk.history(1)
    assert "unreachable" in await desk.history(2)
    assert len(to_topic(await desk.blocks(reachable=True))) == 2


async def test_a_block_without_an_open_appeal_is_remembered_and_told_to_nobody(
    desk: FrontDesk,
) -> None:
    await desk.asks("Здравствуйте")
    assert await desk.blocks() == []
    async with desk.store.begin() as unit:
        client = await unit.clients.known("telegram", OLGA.id)
    assert client
    assert not client.reachable


async def test_a_stranger_who_blocks_the_bot_concerns_nobody(desk: FrontDesk) -> None:
    assert await desk.blocks(GUEST) == []
