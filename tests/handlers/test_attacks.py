"""Forged presses, borrowed rights, races and bad days: what somebody would try, or what happens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import Address, Employee, Fate, Role, State
from appeals.roster import Invitation
from appeals.words import Attachment, Content, MediaKind
from handlers import routing
from handlers.conversation import Person, Pressed, Refusal, Refused, Reply, Say
from handlers.office import ChannelRules
from storage.invitations import Invitations
from tests.appeals.ladder import LADDER
from tests.handlers.front_desk import GUEST, MARIA, OLGA, SERGEI, FrontDesk
from tests.handlers.staffed import (
    ELENA,
    IGOR,
    NINA,
    VERA,
    leads,
    presses_in,
    roster,
    says,
    staffed,
    starts,
    texts,
)
from tests.handlers.ticking import Ticking

HOUR = timedelta(hours=1)
VK = ChannelRules("consultation", personal_data=True)
EVERYBODY = (MARIA, SERGEI, ELENA, IGOR, VERA, NINA)
LINK = "https://t.me/otklik_bot?start="


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    """Olga has asked, Maria has it; everybody is there and has started the bot."""
    await staffed(desk)
    for person in EVERYBODY:
        await starts(desk, person)
    await desk.asks("Какая квота?")
    await desk.presses("a:take:1:1")
    return desk


async def two_transfers(house: FrontDesk) -> None:
    """The appeal has been handed over twice; it is Maria's again."""
    await house.writes("/handover Орлов помоги", MARIA)
    await house.writes("/handover Иванова обратно", SERGEI)


async def invited(house: FrontDesk, words: str = "", by: Person = VERA) -> str:
    """The payload of a fresh link, wherever it was shown."""
    replies = await house.writes(f"/invite {words}".strip(), by, appeal=0)
    links = [str(words.args["link"]) for words in leads(replies) if "link" in words.args]
    return links[0].removeprefix(LINK)


def in_private(replies: list[Reply], key: str) -> set[str]:
    """To whom this is said in their own chats."""
    return {say.to.chat for say in says(replies, key) if isinstance(say.to, Address)}


async def roles(house: FrontDesk, who: Person) -> set[Role]:
    async with house.store.begin() as unit:
        employee = await unit.staff.get(who.id)
    return set(employee.roles) if employee else set()


# Another messenger's people


async def test_a_namesake_by_number_in_another_messenger_is_no_employee(house: FrontDesk) -> None:
    """Elena is 203 in the moderators' messenger; 203 elsewhere is a stranger."""
    house.desk = replace(house.desk, channels={**house.desk.channels, "vk": VK})
    await two_transfers(house)
    await house.writes("/handover Орлов ещё раз", MARIA)
    for data in ("t:approve:1:1", "t:refuse:1:1", "k:overload:1:0"):
        at = Address("vk", "203")
        await house.handle(Pressed(at, Person("203", "Тёзка"), "1", data, "press", private=True))
        at = Address("vk", "206")
        await house.handle(Pressed(at, Person("206", "Тёзка"), "1", data, "press", private=True))
    assert (await house.history())[-1] == "handover_asked"


async def test_an_invitation_works_in_the_moderators_messenger_only(house: FrontDesk) -> None:
    house.desk = replace(house.desk, channels={**house.desk.channels, "vk": VK})
    payload = await invited(house)
    stranger = Person("301", "Кто-то")
    message = house.message(Address("vk", "301"), stranger, f"/start {payload}", private=True)
    await house.handle(message)
    assert await roles(house, stranger) == set()
    assert "people-joined" in house.said(await starts(house, GUEST, payload))


# Invitations


async def test_of_two_who_open_a_link_at_once_one_joins(house: FrontDesk) -> None:
    """Both have read the invitation as free before either took it."""
    payload = await invited(house)
    await starts(house, GUEST, payload)
    async with house.office() as (office, unit):

        class SeenBefore(Invitations):
            async def find(self, token: str) -> Invitation | None:
                found = await super().find(token)
                return replace(found, used_at=None) if found else None

        seen = SeenBefore(unit.invitations._db)
        message = house.message(
            Address("telegram", OLGA.id), OLGA, f"/start {payload}", private=True
        )
        replies = await routing.handle(message, replace(office, invitations=seen))
    assert house.said(replies) == ["people-join-used"]
    assert await roles(house, OLGA) == set()


async def test_a_former_administrators_links_give_no_more_than_they_may_give_now(
    house: FrontDesk,
) -> None:
    kept = await invited(house, "администратор")
    await starts(house, GUEST, await invited(house, "администратор"))
    await house.writes("/dismiss Лис", GUEST, appeal=0)
    await starts(house, VERA, await invited(house, "начальник quota", GUEST))
    assert await roles(house, VERA) == {Role.HEAD, Role.MODERATOR}
    assert house.said(await starts(house, OLGA, kept)) == ["people-join-expired"]
    assert await roles(house, OLGA) == set()


async def test_a_link_to_a_higher_role_is_not_shown_to_the_whole_chat(house: FrontDesk) -> None:
    replies = await house.writes("/invite администратор", VERA, appeal=0)
    for say in (one for one in replies if isinstance(one, Say)):
        assert "join_" not in house.text(say.lead) or say.to == Address("telegram", VERA.id)


async def test_an_employee_who_tries_the_link_does_not_use_it_up(house: FrontDesk) -> None:
    payload = await invited(house)
    replies = await starts(house, MARIA, payload)
    assert "people-joined" not in house.said(replies)
    assert "people-joined" in house.said(await starts(house, GUEST, payload))


async def test_the_last_administrator_cannot_lock_everybody_out(house: FrontDesk) -> None:
    for command in ("/leave", "/dismiss Лис"):
        await house.writes(command, VERA, appeal=0)
    assert Role.ADMIN in await roles(house, VERA)


# Heads, departments, absence


async def test_a_head_marks_no_absence_beyond_the_own_department(house: FrontDesk) -> None:
    for command in ("/absent для Белов 25.11 Павлова", "/absent для Ким"):
        await house.writes(command, ELENA, appeal=0)
    assert (await roster(house, days=3)).absences == ()


async def test_who_is_marked_absent_by_another_hears_of_it(house: FrontDesk) -> None:
    replies = await house.writes("/absent для Иванова", ELENA, appeal=0)
    assert Address("telegram", MARIA.id) in [say.to for say in says(replies, "people-absent")]


async def test_somebody_who_cannot_answer_is_not_put_on_duty(house: FrontDesk) -> None:
    await house.writes("/duty quota +Аналитик", ELENA, appeal=0)
    department = (await roster(house)).department("quota")
    assert department
    assert department.duty == ("201",)


async def test_where_there_is_no_head_the_third_transfer_is_still_decided(
    house: FrontDesk,
) -> None:
    """Somebody is asked who may decide."""
    await two_transfers(house)
    await house.writes("/leave", ELENA, appeal=0)
    replies = await house.writes("/handover Орлов ещё раз", MARIA)
    assert in_private(replies, "people-handover-ask") == {IGOR.id}
    await presses_in(house, "t:approve:1:1", IGOR, Address("telegram", IGOR.id))
    assert (await house.appeal()).executor == SERGEI.id


async def test_an_absent_heads_substitute_decides_the_third_transfer(house: FrontDesk) -> None:
    await two_transfers(house)
    await house.writes("/absent Ким", ELENA, appeal=0)
    await house.writes("/handover Орлов ещё раз", MARIA)
    await presses_in(house, "t:approve:1:1", NINA, Address("telegram", NINA.id))
    assert (await house.appeal()).executor == SERGEI.id


async def test_an_absent_heads_substitute_extends_and_another_moderator_does_not(
    house: FrontDesk,
) -> None:
    """APPEALS 24: the head of the unit, or who officially stands in."""
    await house.writes("/absent Ким", ELENA, appeal=0)
    refused = await house.writes("/extend 26.11 запросили архив", MARIA)
    assert house.said(refused) == ["staff-refused-head-only"]
    assert "client-extend" in house.said(await house.writes("/extend 26.11 архив", NINA))


async def test_the_head_of_another_department_neither_extends_nor_decides(
    house: FrontDesk,
) -> None:
    await starts(house, GUEST, await invited(house, "начальник pay"))
    await house.writes("/handover quota ваша тема", MARIA)
    await house.writes("/handover Иванова по теме", ELENA)
    refused = await house.writes("/extend 26.11 архив", GUEST)
    assert house.said(refused) == ["staff-refused-head-only"]
    await house.writes("/handover Орлов ещё раз", MARIA)
    await presses_in(house, "t:approve:1:1", GUEST)
    assert (await house.appeal()).executor == MARIA.id


async def test_what_was_approved_too_late_goes_to_nobody_who_is_away(house: FrontDesk) -> None:
    await two_transfers(house)
    await house.writes("/handover Орлов ещё раз", MARIA)
    await house.writes("/absent", SERGEI, appeal=0)
    replies = await presses_in(house, "t:approve:1:1", ELENA)
    assert house.toast(replies) == "people-handover-away"
    assert (await house.appeal()).executor == MARIA.id


async def test_a_new_head_hears_of_breaches_when_the_one_in_the_settings_has_left(
    house: FrontDesk,
) -> None:
    await house.writes("/leave", ELENA, appeal=0)
    await starts(house, GUEST, await invited(house, "начальник quota"))
    present = await roster(house)
    assert present.recipients("head", "", "quota") == (GUEST.id,)


async def test_an_absent_executors_substitute_can_take_the_appeal_and_nobody_else(
    house: FrontDesk,
) -> None:
    await house.writes("/absent Орлов", MARIA, appeal=0)
    assert house.toast(await house.presses("a:take:1:1", NINA)) == "staff-refused-taken"
    await house.presses("a:take:1:1", SERGEI)
    assert (await house.appeal()).executor == SERGEI.id


async def test_what_an_absent_executor_has_without_a_substitute_is_for_those_on_duty(
    house: FrontDesk,
) -> None:
    await house.writes("/duty quota +Орлов", ELENA, appeal=0)
    await house.writes("/absent", MARIA, appeal=0)
    await house.presses("a:take:1:1", SERGEI)
    assert (await house.appeal()).executor == SERGEI.id


async def test_when_everybody_is_away_everybody_is_told_of_a_breach(house: FrontDesk) -> None:
    house.desk = replace(house.desk, policies={"consultation": LADDER})
    await house.writes("/absent для Аналитик", VERA, appeal=0)
    for person in EVERYBODY:
        await house.writes("/absent", person, appeal=0)
    replies = await Ticking(house).tick(hours=25)
    assert in_private(replies, "notice-head") == {person.id for person in EVERYBODY}


# Answers, ends and clocks


async def test_a_decision_of_two_heads_at_once_is_one_decision(house: FrontDesk) -> None:
    await two_transfers(house)
    await starts(house, GUEST, await invited(house, "начальник quota"))
    await house.writes("/handover Орлов ещё раз", MARIA)
    await presses_in(house, "t:refuse:1:1", ELENA)
    late = await presses_in(house, "t:approve:1:1", GUEST)
    assert house.toast(late) == "press-stale"
    assert (await house.appeal()).executor == MARIA.id


async def test_an_answer_between_the_request_and_the_heads_decision_ends_the_matter(
    house: FrontDesk,
) -> None:
    await two_transfers(house)
    await house.writes("/handover Орлов ещё раз", MARIA)
    await house.writes("Квота 2 %", MARIA)
    await house.presses("a:answered:1:1")
    for verb in ("approve", "refuse"):
        await presses_in(house, f"t:{verb}:1:1", ELENA)
    assert (await house.history())[-1] == "answered"


async def test_an_interim_answer_asked_for_before_the_end_promises_nothing_after_it(
    house: FrontDesk,
) -> None:
    await house.writes("/interim", MARIA)
    await house.writes("/close", MARIA)
    replies = await house.writes("завтра 18:00 причина", MARIA)
    assert house.said(replies) == ["staff-refused-ended"]
    assert "interim" not in await house.history()


async def test_a_head_who_answers_no_clients_extends_in_two_steps(house: FrontDesk) -> None:
    async with house.store.begin() as unit:
        await unit.staff.join(Employee(ELENA.id, ELENA.name, "", frozenset({Role.HEAD}), "quota"))
    assert house.said(await house.writes("/extend", ELENA)) == ["people-write-extend"]
    assert "client-extend" in house.said(await house.writes("26.11 запросили архив", ELENA))


async def test_an_employee_without_the_role_is_not_called_a_stranger(house: FrontDesk) -> None:
    replies = await house.writes("Квота 2 %", IGOR)
    assert house.said(replies) == ["staff-not-moderator"]


async def test_a_file_where_a_promise_was_asked_for_is_not_silently_left_behind(
    house: FrontDesk,
) -> None:
    await house.writes("/interim", MARIA)
    for text in ("", "26.11 запросили архив"):
        photo = Content(text, attachments=(Attachment(MediaKind.PHOTO, "1"),))
        replies = await house.writes("", MARIA, content=photo, album="7")
        assert house.said(replies) == ["people-promise-words"]
    assert "interim" not in await house.history()


async def test_a_paused_clock_goes_on_when_a_ban_is_taken_back(house: FrontDesk) -> None:
    pausing = replace(LADDER, pause_on_clarify=True)
    house.desk = replace(house.desk, policies={"consultation": pausing})
    await house.writes("/clarify", MARIA)
    await house.writes("Сколько у вас работников?", MARIA)
    assert (await house.appeal()).next_step_at is None
    await house.presses("a:ban:1:1")
    await house.asks("Сто двадцать")
    await house.presses("a:undo:1:1")
    appeal = await house.appeal()
    assert appeal.state is State.TAKEN
    assert appeal.next_step_at is not None


@pytest.mark.parametrize("hours", [-24, -1, 24])
async def test_a_jump_of_the_hosts_clock_undoes_no_end_and_no_promise(
    house: FrontDesk, hours: int
) -> None:
    house.desk = replace(house.desk, policies={"consultation": LADDER})
    ticking = Ticking(house)
    await ticking.tick(hours=1)
    await house.writes("/interim 26.11 18:00 причина", MARIA)
    due = (await house.appeal()).due_at
    await ticking.tick(hours=hours)
    assert (await house.appeal()).due_at == due
    await house.writes("Квота 2 %", MARIA)
    await house.presses("a:answered:1:1")
    assert (await house.appeal()).state is State.ANSWERED
    await ticking.tick(hours=100)
    assert (await house.appeal()).next_step_at is None


async def test_an_answer_that_failed_after_all_has_its_ladder_again(house: FrontDesk) -> None:
    house.desk = replace(house.desk, policies={"consultation": LADDER})
    await house.writes("Квота 2 %")
    answer = (await house.messages())[-1]
    await house.presses("a:answered:1:1")
    async with house.office() as (_, unit):
        await unit.messages.set_fate(answer.id, Fate.FAILED)
    await house.refused(answer.id, Refused(Refusal.BLOCKED))
    appeal = await house.appeal()
    assert appeal.is_open
    assert appeal.next_step_at is not None
    replies = await Ticking(house).tick(hours=25)
    assert MARIA.id in in_private(replies, "notice-head")


async def test_a_cause_is_recorded_only_where_a_deadline_was_missed(house: FrontDesk) -> None:
    await presses_in(house, "k:overload:1:0", IGOR, Address("telegram", IGOR.id))
    await house.writes("/cause 1", IGOR, appeal=0)
    assert "cause" not in await house.history()


async def test_an_absent_controllers_substitute_records_the_cause(house: FrontDesk) -> None:
    house.now += 25 * HOUR
    await house.writes("/absent Павлова", IGOR, appeal=0)
    await presses_in(house, "k:overload:1:0", ELENA, Address("telegram", ELENA.id))
    await house.asks("Болели двое", ELENA)
    assert (await house.history()).count("cause") == 2
    assert house.said(await house.writes("/cause", ELENA)) == ["people-cause"]


async def test_where_there_is_no_controller_the_head_records_the_cause(house: FrontDesk) -> None:
    house.now += 25 * HOUR
    await house.writes("/leave", IGOR, appeal=0)
    await presses_in(house, "k:overload:1:0", MARIA, Address("telegram", MARIA.id))
    assert "cause" not in await house.history()
    await presses_in(house, "k:overload:1:0", ELENA, Address("telegram", ELENA.id))
    assert "cause" in await house.history()


async def test_a_promise_during_an_emergency_stop_is_not_called_delivered(
    house: FrontDesk,
) -> None:
    await house.writes("/stop", IGOR, appeal=0)
    replies = await house.writes("/interim 26.11 запросили архив", MARIA)
    (told,) = says(replies, "people-interim-sent")
    assert "остановлена" in house.text(told.lead)


@pytest.mark.parametrize("words", ["<b>жирно</b> & <script>", "</b><a href='tg://user?id=1'>я</a>"])
async def test_what_staff_type_is_never_read_as_markup(house: FrontDesk, words: str) -> None:
    replies = await house.writes(f"/interim 26.11 {words}", MARIA)
    replies += await house.writes(f"/outage {words}", IGOR, appeal=0)
    replies += await house.writes(f"/handover Орлов {words}", MARIA)
    shown = [house.text(lead) for lead in leads(replies) if words in house.text(lead)]
    assert len(shown) >= 4


async def test_the_same_cause_pressed_twice_is_on_record_once(house: FrontDesk) -> None:
    house.now += 25 * HOUR
    for _ in range(2):
        await presses_in(house, "k:overload:1:0", IGOR, Address("telegram", IGOR.id))
    assert (await house.history()).count("cause") == 1


@pytest.mark.parametrize("who", [OLGA, GUEST])
@pytest.mark.parametrize(
    "data", ["k:overload:1:0", "t:approve:1:1", "a:take:1:1", "h:send:1:0", "r:retry:1:0"]
)
async def test_a_client_presses_no_button_of_staff(
    house: FrontDesk, who: Person, data: str
) -> None:
    before, history = await house.appeal(), await house.history()
    await presses_in(house, data, who, Address("telegram", who.id))
    assert (await house.appeal(), await house.history()) == (before, history)


async def test_who_left_presses_and_commands_nothing(house: FrontDesk) -> None:
    house.now += 25 * HOUR
    await house.writes("/leave", IGOR, appeal=0)
    before = await house.history()
    await presses_in(house, "k:overload:1:0", IGOR, Address("telegram", IGOR.id))
    for command in ("/stop", "/cause 1", "/switches", "/register"):
        replies = await house.writes(command, IGOR, appeal=0)
        assert house.said(replies)[0] in {"people-no-role", "staff-no-role", "register-who-may"}
    assert await house.history() == before


@pytest.mark.parametrize(
    "words",
    [
        "через 999999 недель причина",
        "31.12.9999 23:59 причина",
        "29.02.2027 причина",
        "25.11 25:00 причина",
        "00.00 причина",
        "вчера причина",
        "через 0 минут причина",
        "٢٥.١١ причина" * 200,
        "²5.11 причина",
    ],
)
async def test_no_promise_can_be_worded_so_as_to_break_anything(
    house: FrontDesk, words: str
) -> None:
    before = await house.appeal()
    for command, who in (("/interim", MARIA), ("/extend", ELENA), ("/absent", MARIA)):
        replies = await house.writes(f"{command} {words}", who)
        assert replies
    after = await house.appeal()
    assert after.due_at == before.due_at or after.due_at - house.now <= timedelta(days=366)


@pytest.mark.parametrize(
    "command",
    [
        "/due 999999999999999999999",
        "/due -1",
        "/due ²",
        "/appeal 999999999999999999999999",
        "/cause 999999999999999999999999",
        "/appeal ٣",
        "/register 01.01.0001–31.12.9999",
        "/register 99.9999",
        "/duty +",
        "/duty " + "-" * 3000,
        "/handover " + "я" * 4000,
        "/handover № ",
        "/handover здесь",
        "/absent для",
        "/invite " + "x" * 4000,
        "/dismiss " + "@" * 100,
        "/outage " + "я" * 4000,
    ],
)
async def test_no_command_can_be_worded_so_as_to_break_anything(
    house: FrontDesk, command: str
) -> None:
    for who in (MARIA, ELENA, IGOR, VERA):
        assert await house.writes(command, who)


async def test_a_name_of_a_thousand_letters_breaks_no_list(house: FrontDesk) -> None:
    long = Person("301", "Я" * 1000, "long")
    await starts(house, long, await invited(house))
    await house.writes("/duty quota +301", ELENA, appeal=0)
    await house.writes("/handover @long причина", MARIA)
    await house.writes("/absent @long", MARIA, appeal=0)
    replies = await house.writes("/duty", MARIA, appeal=0)
    assert "Я" * 1000 in texts(house, replies)
    assert (await house.appeal()).executor == "301"
    house.desk = replace(house.desk, policies={"consultation": LADDER})
    assert await Ticking(house).tick(hours=26)
