from datetime import UTC, datetime, timedelta

import pytest

from appeals.model import Address
from appeals.roster import Department
from bot.desk_settings import departments_of, desk_of, topic_link, zone_label
from bot.settings.model import Settings
from handlers.guide import Guide
from handlers.office import FirstSign, NeedsAnswer

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def settings(zone: str = "Asia/Novosibirsk", **sections: object) -> Settings:
    authority = {"name": "Министерство", "timezone": zone}
    return Settings.model_validate({"authority": authority} | sections)


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        ("Asia/Novosibirsk", "UTC+7"),
        ("Asia/Sakhalin", "UTC+11"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC-2:30"),
        ("UTC", "UTC+0"),
    ],
)
def test_a_zone_without_a_name_is_called_by_its_offset(zone: str, label: str) -> None:
    assert zone_label(settings(zone), NOW) == label


def test_a_zone_is_called_as_the_settings_say() -> None:
    named = settings().model_copy(deep=True)
    authority = named.authority.model_copy(update={"zone_label": "по местному времени"})
    assert zone_label(named.model_copy(update={"authority": authority}), NOW) == (
        "по местному времени"
    )


def test_the_desk_knows_the_house_rules() -> None:
    desk = desk_of(
        settings(
            telegram={"moderator_chat": -100123, "personal_data": False},
            moderation={
                "note_prefix": "#",
                "undo": "3s",
                "show_executor": False,
                "similar_within": "36h",
            },
            sla={"consultation": {"answer_within": "6s"}},
        ),
        Guide(),
        NOW,
    )
    assert desk.moderator_chat == Address("telegram", "-100123")
    assert not desk.staff_see_personal_data()
    assert desk.channels["telegram"].private_kind == "consultation"
    assert (desk.note_prefix, desk.undo, desk.show_executor) == ("#", timedelta(seconds=3), False)
    assert desk.answer_within["consultation"] == timedelta(seconds=6)
    assert desk.similar_within == timedelta(hours=36)
    assert desk_of(settings(), Guide(), NOW).similar_within == timedelta(days=3)


@pytest.mark.parametrize(
    ("at", "link"),
    [
        (Address("telegram", "-1001234567890", "12"), "https://t.me/c/1234567890/12"),
        (Address("telegram", "-1001234567890"), ""),
        (Address("telegram", "-4321", "12"), ""),
        (Address("vk", "-1001", "12"), ""),
    ],
)
def test_a_topic_of_a_supergroup_has_a_link(at: Address, link: str) -> None:
    assert topic_link(at) == link


def test_a_window_in_working_days_is_about_as_long_before_the_calendar_has_counted_it() -> None:
    assert desk_of(settings(), Guide(), NOW).answer_within["epgu"] == timedelta(days=21)


@pytest.mark.parametrize("short", [True, False])
def test_whether_the_office_closes_earlier_before_a_holiday_is_a_setting(short: bool) -> None:
    desk = desk_of(settings(calendar={"short_before_holidays": short}), Guide(), NOW)
    assert desk.calendar.short_before_holidays is short
    assert desk_of(settings(), Guide(), NOW).calendar.short_before_holidays


def test_without_a_short_name_the_full_one_is_used() -> None:
    assert desk_of(settings(), Guide(), NOW).short_name == "Министерство"


def test_departments_come_with_their_heads_and_duty() -> None:
    given = settings(
        staff=[{"id": 7, "name": "Мария"}],
        departments=[
            {"id": "quota", "name": "Отдел", "head": 7, "duty": [7]},
            {"id": "pay", "name": "Выплаты"},
        ],
    )
    assert departments_of(given) == [
        Department("quota", "Отдел", "7", ("7",)),
        Department("pay", "Выплаты"),
    ]


def test_the_desk_knows_the_ladder_the_calendar_and_the_quiet_hours() -> None:
    desk = desk_of(
        settings(
            sla={"consultation": {"warn_before": ["4h"], "clock": "office"}},
            calendar={
                "office_hours": {"mon": "09:00-13:00,13:48-18:00"},
                "quiet_hours": "22:00-08:00",
            },
        ),
        Guide(),
        NOW,
    )
    policy = desk.policy("consultation")
    assert [str(window) for window in policy.warn_before] == ["4h"]
    assert [f"{step.to}:{step.after}" for step in policy.escalate] == [
        "executor:0s", "head:2h", "controller:4h"
    ]  # fmt: skip
    assert str(desk.policy("epgu").answer_within) == "15wd"
    assert str(desk.policy("formal").answer_within) == "30d"
    assert desk.calendar.zone.key == "Asia/Novosibirsk"
    assert len(desk.calendar.office_hours[0]) == 2
    assert desk.quiet is not None


def test_topics_and_people_have_links_in_telegram() -> None:
    desk = desk_of(settings(), Guide(), NOW)
    assert desk.topic_link(Address("telegram", "-1001234", "17")) == "https://t.me/c/1234/17"
    assert desk.topic_link(Address("telegram", "-55", "17")) == ""
    assert desk.person_link("201") == "tg://user?id=201"


def test_where_others_read_along_is_as_the_settings_say() -> None:
    telegram = {"consultation_chats": [-1007], "channels": [-1008]}
    public = {"comments": "words", "comment_words": ["квот"], "comment_sign": "none"}
    rules = desk_of(settings(telegram=telegram, public=public), Guide(), NOW).public
    assert (rules.groups, rules.channels) == (frozenset({"-1007"}), frozenset({"-1008"}))
    assert (rules.comments, rules.comment_words) == (NeedsAnswer.WORDS, ("квот",))
    assert (rules.group_sign, rules.comment_sign) == (FirstSign.REPLY, FirstSign.NONE)


def test_the_desk_recognises_the_authority_by_its_names() -> None:
    authority = {
        "name": "Министерство труда и социального развития Новосибирской области",
        "timezone": "UTC",
        "short_name": "Минтруд НСО",
        "mention_names": ["Соцразвитие54", "@mintrud_nso"],
    }
    given = Settings.model_validate({"authority": authority, "vk": {"group_id": 123}})
    names = desk_of(given, Guide(), NOW, lambda: ["otklik_bot"]).names_authority
    for text in ("в минтруде", "соцразвитие54", "@mintrud_nso", "[club123|тут]", "@otklik_bot"):
        assert names(text), text
    assert not names("в минздраве")
