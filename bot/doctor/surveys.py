"""Checks of surveys: are they on, can sheets be sealed, are the questionnaires sound."""

from collections.abc import Iterator
from datetime import datetime

from bot.doctor.finding import Finding, fine, problem
from bot.settings import Settings

_PROBE = b"otklik"


async def surveys(settings: Settings, now: datetime, *, running: bool) -> list[Finding]:
    """All checks of surveys. `now` is aware; `running`: the program answers on this machine."""
    file = settings.surveys.key_file
    if file is None:
        return [_switched_off(settings)]
    sealing = _sealing()
    if sealing.is_problem:
        return [sealing]
    # these load what the check above found sound
    from bot.doctor.survey_forms import forms  # noqa: PLC0415 - PyNaCl
    from bot.doctor.survey_keys import is_elsewhere, key_file, memory, owner  # noqa: PLC0415 - the same
    from bot.doctor.survey_waves import waves  # noqa: PLC0415 - the same

    elsewhere = await is_elsewhere(settings, file)
    return [
        sealing,
        *key_file(settings),
        *memory(settings.surveys),
        *owner(file, elsewhere=elsewhere, running=running),
        *await waves(settings, now, elsewhere=elsewhere, running=running),
        *forms(settings.surveys),
    ]


def _switched_off(settings: Settings) -> Finding:
    """Nobody who wants no surveys is bothered; who has planned some is."""
    names = ", ".join(one.survey for one in settings.surveys.quarterly)
    if names:
        return problem("surveys", "surveys-planned-but-off", names=names)
    return fine("surveys", "surveys-off")


def _sealing() -> Finding:
    """One sheet is sealed and opened, as at the close of a wave."""
    try:
        works = all(_trial())
    except (ImportError, OSError, AttributeError):
        works = False
    return fine("surveys", "surveys-sealing") if works else problem("surveys", "surveys-no-nacl")


def _trial() -> Iterator[bool]:
    from surveys import sealing  # noqa: PLC0415 - whether it can be loaded is the question

    private = sealing.new_private()
    sheet = sealing.sealed(_PROBE, len(_PROBE), sealing.public_of(private))
    yield sealing.opened(sheet, private) == _PROBE
