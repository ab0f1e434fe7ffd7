import pytest

from bot.settings.checks import unfit, unready
from bot.settings.model import Settings

AUTHORITY = {"name": "Министерство", "timezone": "Asia/Novosibirsk"}
TOKEN = "1234567890:AAbb"


def unfit_keys(**sections: object) -> list[str]:
    settings = Settings.model_validate({"authority": AUTHORITY} | sections)
    return [problem.key for problem in unfit(settings)]


def person(number: int, department: str = "") -> dict[str, object]:
    return {"id": number, "name": "Мария", "department": department}


def test_plain_settings_fit() -> None:
    assert unfit_keys() == []


def test_nobody_is_listed_twice() -> None:
    assert unfit_keys(staff=[person(1), person(2), person(1)]) == ["staff"]


def test_departments_are_listed_once() -> None:
    department = {"id": "d", "name": "Отдел"}
    assert unfit_keys(departments=[department, department]) == ["departments"]


def test_a_head_and_those_on_duty_are_employees() -> None:
    department = {"id": "d", "name": "Отдел", "head": 7, "duty": [1, 8]}
    assert unfit_keys(staff=[person(1)], departments=[department]) == [
        "departments[1].head = 7",
        "departments[1].duty = 8",
    ]


def test_an_employee_works_in_a_department_that_exists() -> None:
    assert unfit_keys(staff=[person(1, "d")]) == ['staff[1].department = "d"']
    assert unfit_keys(staff=[person(1, "d")], departments=[{"id": "d", "name": "Отдел"}]) == []


def test_telegram_needs_a_moderator_chat_only_when_it_is_on() -> None:
    assert unfit_keys(telegram={"token": TOKEN}) == ["telegram.moderator_chat"]
    assert unfit_keys(telegram={"token": TOKEN, "moderator_chat": -100}) == []


def test_the_moderator_chat_is_no_public_place() -> None:
    telegram = {"moderator_chat": -100, "consultation_chats": [-100]}
    assert unfit_keys(telegram=telegram) == ["telegram.moderator_chat = -100"]


def test_vk_needs_the_number_of_its_community() -> None:
    assert unfit_keys(vk={"token": "x"}) == ["vk.group_id"]


def test_a_message_is_of_a_kind_that_has_a_window() -> None:
    assert unfit_keys(telegram={"private_kind": "offline"}) == ['telegram.private_kind = "offline"']


def test_a_message_may_have_a_window_in_working_days() -> None:
    assert unfit_keys(telegram={"private_kind": "epgu"}) == []


def test_a_problem_category_is_listed_once_and_its_department_exists() -> None:
    roads = {"code": "roads", "name": "Дороги", "department": "d"}
    department = {"id": "d", "name": "Отдел"}
    assert unfit_keys(vk={"problem_categories": [roads]}) == [
        'vk.problem_categories[1].department = "d"'
    ]
    assert unfit_keys(vk={"problem_categories": [roads]}, departments=[department]) == []
    assert unfit_keys(vk={"problem_categories": [roads, roads]}, departments=[department]) == [
        "vk.problem_categories"
    ]


def test_a_window_of_no_time_at_all_is_refused() -> None:
    assert unfit_keys(sla={"consultation": {"answer_within": "0s"}}) == [
        'sla.consultation.answer_within = "0s"'
    ]


def test_running_needs_a_channel() -> None:
    off = Settings.model_validate({"authority": AUTHORITY})
    on = Settings.model_validate({"authority": AUTHORITY, "telegram": {"token": TOKEN}})
    assert [problem.key for problem in unready(off)] == ["telegram.token"]
    assert unready(on) == []


def test_a_day_is_not_both_off_and_worked() -> None:
    both = {"extra_days_off": ["2026-12-31"], "extra_workdays": ["2026-12-31"]}
    assert unfit_keys(calendar=both) == ["calendar: 2026-12-31"]


def test_office_time_needs_office_hours() -> None:
    assert unfit_keys(sla={"consultation": {"clock": "office"}}) == ["sla.consultation.clock"]


def test_a_step_stands_in_the_ladder_once() -> None:
    assert unfit_keys(sla={"message": {"warn_before": ["1h", "60m"]}}) == ["sla.message"]


LOCAL = {"token": TOKEN, "moderator_chat": -100, "api_url": "http://127.0.0.1:8080"}


def test_a_sandbox_on_this_computer_may_move_the_clock() -> None:
    assert unfit_keys(telegram=LOCAL, sandbox={"control": True, "clock_offset": 3600}) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://api.telegram.org",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://192.168.0.7:8081",
        "http://0.0.0.0:8080",
    ],
)
def test_control_is_refused_where_the_platform_is_not_on_this_computer(address: str) -> None:
    telegram = LOCAL | {"api_url": address}
    assert unfit_keys(telegram=telegram, sandbox={"control": True}) == [
        f'telegram.api_url = "{address}"'
    ]


def test_control_is_refused_for_the_usual_addresses_and_says_why() -> None:
    settings = Settings.model_validate(
        {
            "authority": AUTHORITY,
            "vk": {"token": "x", "group_id": 1},
            "web": {"host": "0.0.0.0"},  # noqa: S104 - what is to be refused
            "sandbox": {"control": True},
        }
    )
    found = unfit(settings)
    assert [problem.key for problem in found] == [
        'telegram.api_url = "https://api.telegram.org"',
        'vk.api_url = "https://api.vk.ru"',
        'web.host = "0.0.0.0"',
    ]
    assert "Уберите sandbox.control" in found[0].text


def test_the_clock_is_moved_under_control_only() -> None:
    assert unfit_keys(sandbox={"clock_offset": 1}) == ["sandbox.clock_offset"]
