"""A closed wave with everything an output needs: its results, its rows, its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from functools import cached_property

from bot.surveys.data_rows import DataRows
from bot.surveys.result_words import ResultWords
from surveys.definition import questionnaire_of
from surveys.free_texts import Said, said
from surveys.ports import Sheets
from surveys.questionnaire import Questionnaire
from surveys.results import About, Results, results
from surveys.tally import tally_of
from surveys.wave import Wave

_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class ClosedWave:
    """What was asked and answered. `earlier` are published results of former waves, oldest first.

    Results and rows are made when first asked for, and kept.
    """

    about: About
    sheets: Sheets
    words: ResultWords
    earlier: Sequence[Results] = ()

    @property
    def questionnaire(self) -> Questionnaire:
        """As it was frozen."""
        return self.about.questionnaire

    @cached_property
    def results(self) -> Results:
        """What may be published. Raises TooFew."""
        return results(self.about, tally_of(self.questionnaire, self.sheets))

    @cached_property
    def rows(self) -> DataRows:
        """Row data for the analyst."""
        return DataRows(self.questionnaire, self.sheets, self.about.k, self.words)

    @cached_property
    def texts(self) -> list[Said]:
        """Typed answers; the words of those withheld are for nobody."""
        return said(self.sheets)

    @property
    def withheld(self) -> str:
        """How many texts are kept back, in words; empty when none is."""
        kept = sum(one.withheld for one in self.texts)
        if not kept:
            return ""
        return self.words.say("results-withheld", count=kept, all=len(self.texts))


def about(wave: Wave, zone: tzinfo) -> About:
    """The wave as it is told of. Raises Altered.

    Its last day is the one on which answers were still taken.
    """
    return About(
        wave.id,
        questionnaire_of(wave),
        wave.opens.astimezone(zone).date(),
        (wave.closes - _MOMENT).astimezone(zone).date(),
        wave.level,
        wave.invited,
    )
