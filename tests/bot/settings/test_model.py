from datetime import date, time, timedelta

import pytest
from pydantic import ValidationError

from appeals.model import Role
from bot.durations import Duration
from bot.settings.model import Settings, Sla, StaffMember

AUTHORITY = {"name": "Министерство", "timezone": "Asia/Novosibirsk"}


def settings(**sections: object) -> Settings:
    return Settings.model_validate({"authority": AUTHORITY} | sections)


def test_each_kind_has_its_own_window() -> None:
    sla = settings().sla
    assert sla.window("consultation") == Duration(timedelta(hours=24))
    assert sla.window("message") == Duration(timedelta(hours=2))
    assert sla.window("mention") == Duration(timedelta(hours=4))
    assert sla.window("complaint") == Duration(days=30)
    assert sla.window("epgu") == Duration(working_days=15)
    assert sla.window("offline") is None


def test_a_policy_without_a_window_keeps_the_kinds_own() -> None:
    sla = Sla.model_validate({"message": {"warn_before": ["30m"]}})
    assert sla.window("message") == Duration(timedelta(hours=2))
    assert sla.message.warn_before == (Duration(timedelta(minutes=30)),)


def offline_warnings(**policies: object) -> list[str]:
    return [str(one) for one in Sla.model_validate(policies).offline.warn_before]


def test_what_came_elsewhere_is_warned_of_as_a_consultation_unless_it_has_longer() -> None:
    assert offline_warnings() == ["4h", "1h"]
    assert offline_warnings(offline={"answer_within": "24h"}) == ["4h", "1h"]
    assert offline_warnings(offline={"answer_within": "1d"}) == ["4h", "1h"]
    assert offline_warnings(offline={"answer_within": "3d"}) == ["1d"]
    assert offline_warnings(offline={"answer_within": "2wd"}) == ["1d"]
    assert offline_warnings(offline={"warn_before": ["2h"]}) == ["2h"]
    assert offline_warnings(consultation={"warn_before": ["6h"]}) == ["6h"]
    assert offline_warnings(consultation={"answer_within": "48h"}) == ["4h", "1h"]


@pytest.mark.parametrize("wrong", [5, ["x"], "4 часа"])
def test_a_wrong_warning_is_complained_of_once(wrong: object) -> None:
    with pytest.raises(ValidationError) as error:
        Sla.model_validate({"consultation": {"warn_before": wrong}})
    assert {one["loc"][0] for one in error.value.errors()} == {"consultation"}


def test_a_wrong_window_of_what_came_elsewhere_is_complained_of_once() -> None:
    with pytest.raises(ValidationError) as error:
        Sla.model_validate({"offline": {"answer_within": "x"}})
    assert [one["loc"] for one in error.value.errors()] == [("offline", "answer_within")]


def test_office_hours_have_a_break() -> None:
    hours = settings(calendar={"office_hours": {"mon": "9:00-13:00, 13:48-18:00"}})
    assert hours.calendar.office_hours["mon"] == (
        (time(9), time(13)),
        (time(13, 48), time(18)),
    )


def test_quiet_hours_may_pass_midnight() -> None:
    quiet = settings(calendar={"quiet_hours": "22:00-08:00"}).calendar.quiet_hours
    assert quiet == (time(22), time(8))


def test_days_off_are_dates() -> None:
    calendar = settings(calendar={"extra_days_off": ["2026-12-31"]}).calendar
    assert calendar.extra_days_off == (date(2026, 12, 31),)


def test_an_employee_is_a_moderator_unless_told_otherwise() -> None:
    assert StaffMember.model_validate({"id": 1, "name": "Мария"}).roles == (Role.MODERATOR,)


def test_one_quarterly_survey_may_be_written_without_a_list() -> None:
    one = settings(surveys={"quarterly": {"survey": "s", "day": 1, "time": "10:00"}})
    assert [quarterly.survey for quarterly in one.surveys.quarterly] == ["s"]


def test_an_address_loses_its_last_slash() -> None:
    assert settings(telegram={"api_url": "http://host:1/"}).telegram.api_url == "http://host:1"


def test_people_are_reminded_once_unless_told_otherwise() -> None:
    assert settings().surveys.remind_after_days == (7,)
    assert settings(surveys={"remind_after_days": []}).surveys.remind_after_days == ()
    assert settings(surveys={"remind_after_days": [5, 10]}).surveys.remind_after_days == (5, 10)


@pytest.mark.parametrize("days", [[1, 2, 3], [10, 5], [5, 5], [0], [-1], "7"])
def test_three_reminders_or_such_in_no_order_are_refused(days: object) -> None:
    with pytest.raises(ValidationError):
        settings(surveys={"remind_after_days": days})
