"""How people write a moment, and what no moment is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from handlers.when import FARTHEST, NotAMoment, WhyNot, read_day, read_moment

ZONE = ZoneInfo("Asia/Novosibirsk")
ZONES = [ZONE, ZoneInfo("Asia/Yekaterinburg"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Sakhalin")]
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # Monday, 14:30 in Novosibirsk
MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


def local(text: str, now: datetime = NOW) -> str:
    moment, rest = read_moment(text, now, ZONE)
    return f"{moment.astimezone(ZONE):%d.%m.%Y %H:%M}|{rest}"


def why_not(text: str) -> WhyNot:
    with pytest.raises(NotAMoment) as refusal:
        read_moment(text, NOW, ZONE)
    return refusal.value.why


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("завтра 18:00", "24.11.2026 18:00|"),
        ("завтра в 9:00 ждём ответ ФНС", "24.11.2026 09:00|ждём ответ ФНС"),
        ("Завтра, запросили документы", "24.11.2026 18:00|запросили документы"),
        ("послезавтра к 12.30: архив", "25.11.2026 12:30|архив"),
        ("сегодня 18:00 уточняем", "23.11.2026 18:00|уточняем"),
        ("16:45 уточняем", "23.11.2026 16:45|уточняем"),
        ("25.11", "25.11.2026 18:00|"),
        ("25.11 ждём архив", "25.11.2026 18:00|ждём архив"),
        ("25.11 18:00 ждём архив", "25.11.2026 18:00|ждём архив"),
        ("25.11.2026 14:00", "25.11.2026 14:00|"),
        ("25.11 18.00 архив", "25.11.2026 18:00|архив"),
        ("25.11 10.12 ждём второй ответ", "25.11.2026 18:00|10.12 ждём второй ответ"),
        ("25.11.26 14:00 архив", "25.11.2026 14:00|архив"),
        ("до 25.11.2026 г. архив", "25.11.2026 18:00|архив"),
        ("25 ноября 14:00 архив", "25.11.2026 14:00|архив"),
        ("25 ноября 2026 архив", "25.11.2026 18:00|архив"),
        ("15.01 архив", "15.01.2027 18:00|архив"),
        ("в пятницу 12:00 архив", "27.11.2026 12:00|архив"),
        ("понедельник архив", "30.11.2026 18:00|архив"),
        ("через 3 часа архив", "23.11.2026 17:30|архив"),
        ("через час", "23.11.2026 15:30|"),
        ("через 45 минут — архив", "23.11.2026 15:15|архив"),
        ("через полчаса архив", "23.11.2026 15:00|архив"),
        ("через 2 дня: архив", "25.11.2026 14:30|архив"),
        ("через неделю", "30.11.2026 14:30|"),
        ("25.11 18:00 3 отдела ещё не ответили", "25.11.2026 18:00|3 отдела ещё не ответили"),
        ("25.11 2 завода не ответили", "25.11.2026 18:00|2 завода не ответили"),
    ],
)
def test_russian_forms_of_a_moment(text: str, meant: str) -> None:
    assert local(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", WhyNot.UNKNOWN),
        ("ждём архив", WhyNot.UNKNOWN),
        ("скоро", WhyNot.UNKNOWN),
        ("через сто лет", WhyNot.UNKNOWN),
        ("31.02", WhyNot.NO_SUCH),
        ("32.01", WhyNot.NO_SUCH),
        ("завтра 25:00", WhyNot.NO_SUCH),
        ("25.11.2025", WhyNot.PAST),
        ("20.11", WhyNot.PAST),
        ("сегодня 9:00", WhyNot.PAST),
        ("14:30", WhyNot.PAST),
        ("через 0 минут", WhyNot.PAST),
        ("25.11.2028", WhyNot.FAR),
        ("через 999999 недель", WhyNot.FAR),
    ],
)
def test_what_cannot_be_promised_says_why(text: str, why: WhyNot) -> None:
    assert why_not(text) is why


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - a wall clock's reading
    st.sampled_from(ZONES),
    st.integers(2, 360 * 24 * 60),
    st.sampled_from(["{0:%d.%m.%Y} {0:%H:%M}", "{0.day} {1} {0.year} в {0:%H:%M}"]),
)
def test_a_moment_written_out_is_read_back(
    wall: datetime, zone: ZoneInfo, minutes: int, form: str
) -> None:
    now = wall.replace(tzinfo=UTC)
    meant = (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0).astimezone(zone)
    assume(not meant.fold)  # the repeated hour of autumn means the first of the two
    written = form.format(meant, MONTHS[meant.month - 1])
    assert read_moment(f"{written} причина 5.12", now, zone) == (meant, "причина 5.12")


@given(st.text(max_size=60) | st.from_regex(r"[а-я0-9:. ]{0,30}"), st.sampled_from(ZONES))
@example("9999999999999999999.11", ZONE)
@example("29.02", ZONE)
@example("0.0 0:0", ZONE)
def test_any_text_is_a_moment_in_the_future_or_a_refusal(text: str, zone: ZoneInfo) -> None:
    try:
        moment, rest = read_moment(text, NOW, zone)
    except NotAMoment:
        return
    assert NOW < moment <= NOW + FARTHEST
    assert text.strip().endswith(rest.strip())


def test_a_day_alone_may_lie_behind_us() -> None:
    day = read_day("20.11 и дальше", NOW, ZONE)
    assert (day.day.isoformat(), day.clock, day.rest) == ("2026-11-20", None, " и дальше")
