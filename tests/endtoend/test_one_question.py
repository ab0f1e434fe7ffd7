"""One question, there and back, through the real client over HTTP."""

from tests.endtoend.desk import MARIA, OLGA, PDF, PHOTO, VOICE, FrontDesk, buttons


async def test_a_question_is_acknowledged_taken_answered_and_closed(desk: FrontDesk) -> None:
    ack, topic = await desk.registered("Здравствуйте, какая квота при 135 сотрудниках?")
    assert "№ 2026-000001" in (ack.text or "")
    assert "UTC+7" in (ack.text or "") or "новосибирск" in (ack.text or "").lower()
    card = desk.card(topic)
    assert "какая квота при 135 сотрудниках?" in (card.text or "")
    assert [button["text"] for button in buttons(card)] == ["Взять", "Ответ дан", "Уточнить", "Ещё"]
    desk.presses(card, "Взять", MARIA)
    await desk.until(lambda: "В работе" in topic.name)
    written = desk.writes(topic, "Квота – 2 %, то есть 3 места.")
    await desk.until(lambda: written.reactions)
    answer = desk.answers()[-1]
    assert (answer.text, answer.reply_to) == ("Квота – 2 %, то есть 3 места.", 1)
    desk.presses(card, "Ответ дан", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    await desk.until(lambda: "решён" in (desk.answers()[-1].text or ""))


async def test_photo_file_and_voice_travel_both_ways(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    for upload in (PHOTO, PDF, VOICE):
        desk.asks("вот", files=[upload])
    await desk.until(lambda: len([m for m in desk.in_topic(topic) if m.media]) == 3)
    kinds = [m.media.kind for m in desk.in_topic(topic) if m.media]
    assert kinds == ["photo", "document", "voice"]
    for upload in (PHOTO, PDF, VOICE):
        desk.writes(topic, None, files=[upload])
    await desk.until(lambda: len([m for m in desk.answers() if m.media]) == 3)
    assert len([m for m in desk.answers(OLGA) if "№" in (m.text or "")]) == 1


async def test_an_album_of_ten_arrives_as_one_album_in_one_appeal(desk: FrontDesk) -> None:
    desk.asks("Наши рабочие места", files=[PHOTO] * 10)
    await desk.until(lambda: desk.world.topics(desk.chat))
    topic = desk.world.topics(desk.chat)[0]
    await desk.worked_off()
    desk.pass_time(seconds=3)
    await desk.until(lambda: len([m for m in desk.in_topic(topic) if m.media]) == 10)
    albums = {m.album for m in desk.in_topic(topic) if m.media}
    assert len(albums) == 1
    assert len(desk.answers()) == 1
    assert len(desk.world.topics(desk.chat)) == 1
