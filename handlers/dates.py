"""Moments and stretches of time in Russian words, in the authority's zone."""

from datetime import datetime, timedelta, tzinfo

_MONTHS = (
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
)
_DAYS = "понедельник вторник среда четверг пятница суббота воскресенье".split()
_SHORT_DAYS = "пн вт ср чт пт сб вс".split()


def moment(when: datetime, zone: tzinfo, *, seconds: bool = False) -> str:
    """«14:30, понедельник, 23 ноября»; with seconds where minutes would say too little."""
    local = when.astimezone(zone)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{clock}, {_DAYS[local.weekday()]}, {local.day} {_MONTHS[local.month - 1]}"


def short_moment(when: datetime, zone: tzinfo) -> str:
    """«14:30 пн 23.11»: for topic names and lists."""
    local = when.astimezone(zone)
    return f"{local:%H:%M} {_SHORT_DAYS[local.weekday()]} {local:%d.%m}"


def log_moment(when: datetime, zone: tzinfo) -> str:
    """«23.11.2026 14:30:05»: for the history."""
    return f"{when.astimezone(zone):%d.%m.%Y %H:%M:%S}"


def stretch(span: timedelta) -> str:
    """«1 д 3 ч 5 мин», at least «меньше минуты»; the sign is the caller's to say."""
    minutes = int(abs(span).total_seconds()) // 60
    if minutes == 0:
        return "меньше минуты"
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "д"), (hours, "ч"), (minutes, "мин")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)
