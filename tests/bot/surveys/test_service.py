"""Surveys in the running program: by the timetable, by commands, in one process."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from appeals.model import Actor, ActorKind
from bot.surveys.wave_command import closed, given_up, keygen, opened, wanted_of
from handlers.stopping import STOPPED
from surveys.wave import Stage, Wave
from tests.channels.in_telegram import InTelegram
from tests.channels.surveyed import (
    CANARY,
    WAVE,
    answers,
    begins,
    files_with,
    open_wave,
    restart,
    settled,
    steps,
    stored,
    surveyed,
    to_the_text,
)
from tests.channels.talk import Talk
from tests.endtoend.desk import ELENA, MARIA, SERGEI

QUARTERLY = [{"survey": "visits", "day": 1, "time": "10:00"}]


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A client in Telegram while a survey is open."""
    async with surveyed(tmp_path, InTelegram) as one:
        yield one


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[Talk]:
    """No wave is open, a quarterly one is planned."""
    async with surveyed(tmp_path, InTelegram, opened=False, quarterly=QUARTERLY) as one:
        yield one


async def waves(talk: Talk) -> list[Wave]:
    """All waves."""
    assert talk.desk.app.surveys.waves
    return await talk.desk.app.surveys.waves.all()


def documents(talk: Talk, who: int) -> list[str]:
    """Names of the files somebody was sent."""
    seen = [m.media for m in talk.desk.answers(who) if m.media]
    found = [talk.desk.world.files.get(media.file_id) for media in seen]
    return [one.name for one in found if one]


async def quarter_comes(talk: Talk, days: float = 100) -> None:
    """Much time passes at once, as after a downtime."""
    talk.desk.pass_time(days=days)
    await talk.desk.app.timing.timetable.run_due(talk.desk.clock.now())
    await talk.desk.app.surveys.tick()


async def test_the_timetable_opens_a_wave_once_after_a_downtime(quiet: Talk) -> None:
    await quarter_comes(quiet, 200)
    await quarter_comes(quiet, 0)
    assert len(await waves(quiet)) == 1
    await quiet.general_says("Открыта волна опроса visits-")


async def test_a_questionnaire_with_faults_is_not_opened_and_staff_hear_why(
    quiet: Talk, tmp_path: Path
) -> None:
    (tmp_path / "surveys" / "visits.toml").write_text("code = ", encoding="utf-8")
    await quarter_comes(quiet)
    await quiet.general_says("Квартальный опрос «visits» не открыт")
    assert await waves(quiet) == []


async def test_a_wave_closes_when_its_time_is_over(talk: Talk) -> None:
    await answers(talk)
    await quarter_comes(talk, 15)
    (wave,) = await waves(talk)
    assert (wave.stage, wave.counted.sheets) == (Stage.CLOSED, 1)
    await talk.general_says(f"Волна {WAVE} закрыта. Ответов: 1")
    talk.writes("/survey")
    await talk.hears("Сейчас опросов нет")


async def test_at_the_close_an_analyst_gets_the_workbook_in_private(talk: Talk) -> None:
    talk.desk.world.starts(ELENA)
    await answers(talk)
    await quarter_comes(talk, 15)
    (file,) = documents(talk, ELENA)
    assert file == f"{WAVE}.xlsx"
    talk.commands("/survey results visits", ELENA)
    await talk.general_says("отправлен вам в личную переписку")
    assert documents(talk, ELENA) == [file, file]
    assert not any(m.media for m in talk.desk.world.messages(talk.desk.chat))


async def test_an_emergency_stop_silences_surveys_too(talk: Talk) -> None:
    async with talk.desk.app.store.begin() as unit:
        controller = Actor(ActorKind.STAFF, "203")
        await unit.switches.set(STOPPED, "yes", controller, talk.desk.clock.now())
    await talk.desk.app.surveys.tick()
    talk.writes("/survey")
    talk.commands("/survey list", ELENA)
    await talk.general_says("Волны опросов")
    assert talk.read() == []


async def test_answers_can_be_read_only_after_the_close(talk: Talk, tmp_path: Path) -> None:
    await answers(talk)
    assert files_with(tmp_path, CANARY) == []
    await quarter_comes(talk, 15)
    assert files_with(tmp_path, CANARY) == ["otklik-surveys.db"]


async def test_an_analyst_opens_and_closes_a_wave_by_command(quiet: Talk) -> None:
    quiet.commands("/survey open visits", ELENA)
    await quiet.general_says("Открыта волна опроса")
    await answers(quiet)
    quiet.commands("/survey list", ELENA)
    await quiet.general_says("учтено ответов: 0 (обновляется группами)")
    quiet.commands("/survey results visits", ELENA)
    await quiet.general_says("ещё не закрыта")
    quiet.commands("/survey close visits", ELENA)
    await quiet.general_says("закрыта. Ответов: 1")
    await quiet.general_says(f"Файл с итогами: /survey results {WAVE}")
    quiet.commands("/survey close visits", ELENA)
    await settled(quiet)
    (wave,) = await waves(quiet)
    assert wave.stage is Stage.CLOSED
    assert wave.closes <= quiet.desk.clock.now(), "results tell of the days there really were"


async def test_others_have_no_command_over_waves(quiet: Talk) -> None:
    quiet.commands("/survey open visits", MARIA)
    await quiet.general_says("управляет аналитик")
    quiet.writes("/survey open visits")
    await quiet.hears("управляет аналитик")
    assert await waves(quiet) == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/survey", "Волн опросов ещё не было"),
        ("/survey бред", "Команды аналитика"),
        ("/survey close nothing", "Волны или опроса «nothing» нет"),
        ("/survey open nothing", "Анкеты «nothing» нет"),
        ("/survey open ../../../etc/passwd", "passwd» нет"),
        ("/survey open", "Какую анкету? Добавьте её имя к команде. Есть: clients-supervision"),
        ("/survey close", "Какую волну?"),
        ("/survey results", "Какие есть: /survey list"),
        ("/survey preview visits", "в личной переписке"),
    ],
)
async def test_every_command_explains_itself(quiet: Talk, command: str, said: str) -> None:
    quiet.commands(command, ELENA)
    await quiet.general_says(said)


async def test_an_analyst_previews_what_clients_will_see(quiet: Talk) -> None:
    world = quiet.desk.world
    before = await stored(quiet)
    world.writes(ELENA, "/survey preview visits")
    seen = quiet.desk.answers

    await quiet.until(lambda: any("Несколько вопросов" in (m.text or "") for m in seen(ELENA)))
    card = next(m for m in seen(ELENA) if "Несколько вопросов" in (m.text or ""))
    quiet.desk.presses(card, "Начать", ELENA)
    await quiet.until(lambda: any("Визит был?" in (m.text or "") for m in seen(ELENA)))
    card = next(m for m in seen(ELENA) if "Визит был?" in (m.text or ""))
    quiet.desk.presses(card, "Прекратить", ELENA)
    await quiet.until(lambda: any("Предпросмотр закончен" in (m.text or "") for m in seen(ELENA)))
    assert await stored(quiet) == before


async def test_a_wave_of_the_command_line_is_seen_by_the_program(quiet: Talk) -> None:
    settings = quiet.desk.app.settings
    assert (await opened(settings, "visits", quiet.desk.clock.now())).done
    await quiet.desk.app.surveys.tick()
    await answers(quiet)
    closing = closed(settings, "visits", quiet.desk.clock.now() + timedelta(seconds=1))
    quiet.desk.pass_time(seconds=2)
    answer = await closing
    assert answer.done, answer.text
    assert "Ответов: 1" in answer.text


async def test_with_the_analysts_key_nobody_else_counts(quiet: Talk, tmp_path: Path) -> None:
    settings, file = quiet.desk.app.settings, tmp_path / "analyst.key"
    public = keygen(settings, file).text.split()[-1]
    now = quiet.desk.clock.now()
    assert (await opened(settings, "visits", now, wanted_of(None, None, public))).done
    await quiet.desk.app.surveys.tick()
    await answers(quiet)
    await quarter_comes(quiet, 15)
    await quiet.general_says("ждёт ключ аналитика")
    assert [wave.stage for wave in await waves(quiet)] == [Stage.CLOSING]
    answer = await closed(settings, "visits", quiet.desk.clock.now(), file)
    assert answer.done, answer.text
    assert not file.exists()
    assert [wave.counted.sheets for wave in await waves(quiet)] == [1]


async def test_a_lost_key_file_is_said_clearly(talk: Talk, tmp_path: Path) -> None:
    card = await begins(talk)
    (tmp_path / "keys" / "surveys.key").unlink()
    await steps(talk, card, "Начать", "Визит был?")
    await quarter_comes(talk, 15)
    await talk.general_says("в файле ключей нет её ключей")


async def test_surveys_stay_with_one_process(talk: Talk) -> None:
    other = type(talk.desk.app.surveys)
    app = talk.desk.app
    second = other(
        app.settings,
        app.store,
        app.house,
        limits={},
        clock=app.clock,
        health=app.health,
        tell=app.worker.tell,
    )
    await second.start()
    assert second.waves is None
    assert "surveys" not in app.health.troubles
    await app.surveys.close()
    await second.tick()
    assert second.waves is not None
    await second.close()


async def test_two_waves_of_a_survey_are_never_open_together(talk: Talk) -> None:
    talk.commands("/survey open visits", ELENA)
    await talk.general_says(f"Волна {WAVE} этого опроса ещё открыта")
    talk.commands("/survey close visits", ELENA)
    await talk.general_says("закрыта без итогов")
    assert await open_wave(talk) == f"{WAVE}-2"


async def test_a_quarterly_wave_due_elsewhere_is_opened_by_the_owner(quiet: Talk) -> None:
    """The timetable's process need not be the one with the keys."""
    app = quiet.desk.app
    quiet.desk.pass_time(days=100)
    quarters = app.surveys._quarters
    quarters.waves, quarters.elsewhere = None, True
    await app.timing.timetable.run_due(quiet.desk.clock.now())
    quarters.waves, quarters.elsewhere = app.surveys.waves, False
    assert await waves(quiet) == []
    await app.surveys.tick()
    await quiet.general_says("Открыта волна опроса visits-")
    await app.surveys.tick()
    assert len(await waves(quiet)) == 1


async def test_whose_claim_is_lost_asks_people_to_come_later_and_takes_up_again(
    talk: Talk,
) -> None:
    surveys = talk.desk.app.surveys
    await to_the_text(talk)
    talk.writes(CANARY)
    ready = await talk.hears("Отправить ответы?")
    assert surveys._ownership
    await surveys._ownership.release()
    await talk.presses(ready, "Отправить")
    await talk.hears("Ответы не удалось сохранить")
    await surveys.tick()
    await settled(talk)
    again = [one for one in talk.read() if "Отправить ответы?" in one.text][-1]
    await steps(talk, again, "Отправить", "Спасибо за ответы")


async def test_an_administrator_gives_up_a_wave_whose_keys_are_lost(
    talk: Talk, tmp_path: Path
) -> None:
    await answers(talk)
    talk.commands(f"/survey give-up {WAVE}", SERGEI)
    await talk.general_says(f"Ключи волны {WAVE} на месте")
    (tmp_path / "keys" / "surveys.key").unlink()
    talk.commands(f"/survey give-up {WAVE} уничтожить", ELENA)
    await talk.general_says("может только администратор")
    talk.commands(f"/survey give-up {WAVE}", SERGEI)
    await talk.general_says(f"отправьте: /survey give-up {WAVE} уничтожить")
    assert [wave.stage for wave in await waves(talk)] == [Stage.OPEN]
    talk.commands(f"/survey give-up {WAVE} уничтожить", SERGEI)
    await talk.general_says("ключи потеряны, ответы уничтожены непрочитанными")
    (wave,) = await waves(talk)
    assert (wave.stage, wave.keys_lost, wave.counted.sheets) == (Stage.CLOSED, True, None)
    talk.commands("/survey give-up visits", SERGEI)
    talk.commands("/survey give-up nothing", SERGEI)
    await talk.general_says("Волны или опроса «nothing» нет")


async def test_the_running_program_forgets_what_waits_of_a_wave_given_up_beside_it(
    talk: Talk, tmp_path: Path
) -> None:
    await answers(talk)
    (tmp_path / "keys" / "surveys.key").unlink()
    app = talk.desk.app
    assert app.surveys._box
    assert app.surveys._box._waiting.pool[WAVE]
    now = talk.desk.clock.now()
    giving = asyncio.create_task(given_up(app.settings, "visits", now, lambda *_: True))
    surveys = app.surveys.waves
    assert surveys
    while not await surveys.to_give_up():  # noqa: ASYNC110 - the command has no way to tell
        await asyncio.sleep(0)
    await app.surveys.tick()
    answer = await giving
    assert answer.done, answer.text
    assert "уничтожены непрочитанными" in answer.text
    assert app.surveys._box._waiting.pool == {}
    await talk.general_says("уничтожены непрочитанными")


async def test_the_running_program_gives_nothing_up_that_it_can_open(talk: Talk) -> None:
    """The command stood on a machine without the key file."""
    app = talk.desk.app
    (wave,) = await waves(talk)
    assert app.surveys.waves
    await app.surveys.waves.ask_to_give_up(wave)
    await app.surveys.tick()
    assert [(one.stage, one.keys_lost) for one in await waves(talk)] == [(Stage.OPEN, False)]


async def test_an_analyst_withholds_a_text_in_the_chat(talk: Talk) -> None:
    await answers(talk)
    talk.commands("/survey withhold visits 1", ELENA)
    await talk.general_says("ещё не закрыта")
    await quarter_comes(talk, 15)
    talk.commands("/survey withhold visits", ELENA)
    await talk.general_says("Укажите номера текстов")
    talk.commands("/survey withhold visits 1", ELENA)
    await talk.general_says("скрыто текстов 1 из 1")
    talk.commands(f"/survey release {WAVE} 1", ELENA)
    await talk.general_says("скрыто текстов 0 из 1")
    talk.commands("/survey withhold visits 1", MARIA)
    await talk.general_says("управляет аналитик")


async def test_a_file_changed_meanwhile_changes_nothing_in_an_open_wave(
    talk: Talk, tmp_path: Path
) -> None:
    """It is asked, answered and counted as it was when the wave opened."""
    file = tmp_path / "surveys" / "visits.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Визит был", "Проверка была"), "utf-8")
    await restart(talk)
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    await steps(talk, card, "Прекратить", "остановлена")
    await answers(talk)
    await quarter_comes(talk, 15)
    (wave,) = await waves(talk)
    assert wave.counted.sheets == 1
    assert "Визит был?" in wave.definition
