"""The questionnaire of a wave, as it was frozen when the wave opened."""

from surveys.questionnaire import Questionnaire
from surveys.reading import read
from surveys.wave import Wave


class Altered(Exception):
    """The stored definition is not the one the wave was opened with; nothing is asked by it."""


def questionnaire_of(wave: Wave) -> Questionnaire:
    """What is asked in this wave. Raises Altered when its digest differs from the frozen one."""
    questionnaire = read(wave.definition).questionnaire
    if questionnaire is None or questionnaire.hash != wave.hash:
        raise Altered(wave.id)
    return questionnaire
