"""Checks of what the settings alone decide: the zone, the preset's guide, texts, employees."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from structlog.testing import capture_logs

from appeals.model import Employee, Role
from bot import presets
from bot.desk_settings import zone_label
from bot.doctor.finding import Finding, fine, problem, warning
from bot.guide_file import GuideError, read_guide
from bot.settings import Settings
from bot.texts import Texts


def settings_read(settings: Settings) -> Finding:
    """Settings that can't be read never get here."""
    return fine("settings", "settings-fine", name=settings.authority.name)


def zone(settings: Settings, now: datetime) -> Finding:
    """What time people will be told."""
    there = now.astimezone(settings.authority.timezone)
    return fine(
        "zone",
        "zone-fine",
        zone=settings.authority.timezone.key,
        time=there.strftime("%d.%m.%Y %H:%M"),
        label=zone_label(settings, now),
    )


def guide(settings: Settings) -> Finding:
    """The purposes menu can be shown."""
    if not settings.preset:
        return warning("guide", "guide-none")
    try:
        read = read_guide(presets.folder(settings.preset))
    except GuideError as wrong:
        return problem("guide", "guide-broken", why=str(wrong))
    return fine("guide", "guide-fine", pages=str(len(read.pages)), forms=str(len(read.forms)))


def texts(folder: Path | None) -> Finding:
    """The authority's own wording is taken as it was meant."""
    if folder is None:
        return fine("texts", "texts-built-in")
    if not folder.is_dir():
        return problem("texts", "texts-no-folder", folder=str(folder))
    with capture_logs() as warnings:
        Texts(folder)
    if warnings:
        places = {" ".join(filter(None, (entry["file"], entry["key"]))) for entry in warnings}
        return warning("texts", "texts-left-out", names=", ".join(sorted(places)))
    return fine("texts", "texts-own", folder=str(folder))


def staff(employees: Sequence[Employee]) -> Finding:
    """Somebody may answer."""
    if not employees:
        return problem("staff", "staff-nobody")
    if not any(one.may(Role.MODERATOR) for one in employees):
        return problem("staff", "staff-no-moderator")
    return fine("staff", "staff-fine", names=names(employees))


def names(employees: Sequence[Employee]) -> str:
    """Names for a list in a sentence."""
    return ", ".join(one.name for one in employees)
