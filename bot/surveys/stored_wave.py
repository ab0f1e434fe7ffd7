"""A wave as it is stored now, within one transaction."""

from storage.surveys.store import SurveyUnit
from surveys.ports import WaveUnknown
from surveys.wave import NotNow, Stage, Wave


async def stored(unit: SurveyUnit, wave: str) -> Wave:
    """By its id. Raises WaveUnknown."""
    found = await unit.waves.get(wave)
    if found is None:
        raise WaveUnknown(wave)
    return found


async def move(unit: SurveyUnit, wave: Wave, was: Stage) -> None:
    """Store it as it is to be. Raises NotNow when it is no longer in the stage in which it was."""
    if not await unit.waves.move(wave, was):
        raise NotNow(was)
