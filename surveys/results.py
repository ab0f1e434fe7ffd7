"""Everything that is published of a closed wave: computed once, by one engine, for all outputs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from surveys.attacker import Name
from surveys.crosstab import Crossing
from surveys.intervals import Interval, of_nps, wilson
from surveys.means import Mean, Numbers, of_bare, of_grouped, of_numbers, of_scale
from surveys.publication import publication
from surveys.questionnaire import Audience, Kind, Missing, Question, Questionnaire
from surveys.scheme import Category, Scheme, detailed, grouped
from surveys.suppression import hidden_counts
from surveys.tally import Count, Tally


class TooFew(ValueError):
    """Fewer sheets than k: nothing of such a wave is published."""


@dataclass(frozen=True, slots=True)
class About:
    """The wave: what it is called and when it ran. `invited` is None where anybody could answer."""

    wave: str
    questionnaire: Questionnaire
    opens: date
    closes: date
    k: int
    invited: int | None = None

    @property
    def audience(self) -> Audience:
        """Who was asked."""
        return self.questionnaire.audience


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; all but `codes` are None where hidden."""

    codes: Category
    count: int | None
    share: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one question. What is hidden is None.

    `asked` had the question shown to them, `base` answered it; `dont_know` is told apart from
    those who passed it over only where both are none or many. `bare`: no rows are shown.
    """

    question: Question
    asked: int | None
    base: int | None
    dont_know: int | None = None
    lines: tuple[Line, ...] = ()
    grouped: bool = False
    mean: Mean | None = None
    nps: Mean | None = None
    numbers: Numbers | None = None

    @property
    def no_answer(self) -> float | None:
        """The share of those asked who gave no answer."""
        if not self.asked or self.base is None:
            return None
        return 1 - self.base / self.asked

    @property
    def is_shown(self) -> bool:
        """Some row can be seen."""
        return any(line.count is not None for line in self.lines)

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return sum(line.count is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class Group:
    """A column of a cross-table: the answers of one group. `base` is None where hidden."""

    codes: Category
    base: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Crosstab:
    """What groups of people answered."""

    rows: Question
    columns: Question
    groups: tuple[Group, ...]

    @property
    def is_shown(self) -> bool:
        """Some cell can be seen."""
        return any(line.count is not None for group in self.groups for line in group.lines)

    @property
    def hidden(self) -> int:
        """How many cells are not shown."""
        return sum(line.count is None for group in self.groups for line in group.lines)


@dataclass(frozen=True, slots=True)
class Results:
    """The whole publication."""

    about: About
    sheets: int
    answers: tuple[Answers, ...]
    crosstabs: tuple[Crosstab, ...]

    @property
    def rate(self) -> float | None:
        """The share of those invited who answered; None where nobody counted them.

        None, too, where more answered than were invited: then others came by the link.
        """
        invited = self.about.invited
        return self.sheets / invited if invited and self.sheets <= invited else None


def results(about: About, tally: Tally) -> Results:
    """What may be published. Raises TooFew."""
    if tally.sheets < max(about.k, 1):
        raise TooFew(f"fewer than {about.k} sheets")
    schemes = {
        code: _scheme(count, about.questionnaire, about.k) for code, count in tally.counts.items()
    }
    hidden = hidden_counts(publication(tally, schemes, about.k), about.k)
    return Results(
        about,
        tally.sheets,
        tuple(_answers(count, schemes, hidden, about) for count in tally.counts.values()),
        tuple(
            _crosstab(number, crossing, schemes, hidden)
            for number, crossing in enumerate(tally.crossings)
        ),
    )


def _scheme(count: Count, questionnaire: Questionnaire, k: int) -> Scheme:
    """The most detailed rows none of which is small; a mean alone where even three are."""
    question = count.question
    whole, three = detailed(question), grouped(question)
    if not _has_small(whole, count, k):
        return whole
    alone = question.kind is Kind.SCALE and not _is_related(question, questionnaire)
    if alone and _has_small(three, count, k) and of_bare(_by_code(count), k):
        return Scheme(three.categories, grouped=True, bare=True)
    return three


def _has_small(scheme: Scheme, count: Count, k: int) -> bool:
    return any(0 < people < k for people in scheme.counts(count.codes))


def _is_related(question: Question, questionnaire: Questionnaire) -> bool:
    """Other tables tell something of its counts."""
    crossed = any(question.code in pair for pair in questionnaire.crosstabs)
    return crossed or _is_asked_about(question, questionnaire)


def _is_asked_about(question: Question, questionnaire: Questionnaire) -> bool:
    return any(
        other.show_if is not None and other.show_if.question == question.code
        for other in questionnaire.asked
    )


def _by_code(count: Count) -> Mapping[str, int]:
    return {code: count.codes[code] for code in count.question.codes}


def _answers(
    count: Count, schemes: Mapping[str, Scheme], hidden: frozenset[Name], about: About
) -> Answers:
    question = count.question
    code, scheme = question.code, schemes[question.code]
    if ("base", code) in hidden:
        lines = tuple(Line(codes, None, None, None) for codes in scheme.categories)
        return Answers(question, None, None, None, lines, scheme.grouped)
    names: list[Name] = [("cell", code, row) for row in range(len(scheme.categories))]
    lines = tuple(
        _line(codes, None if name in hidden else people, count.base)
        for codes, name, people in zip(
            scheme.categories, names, scheme.counts(count.codes), strict=True
        )
    )
    known = ("asked", code) not in hidden
    shown = hidden.isdisjoint(names)
    return Answers(
        question,
        asked=count.asked if known else None,
        base=count.base,
        dont_know=_dont_know(count, about.k) if known else None,
        lines=lines,
        grouped=scheme.grouped,
        mean=_mean(count, scheme, about, shown=shown),
        nps=_nps(count) if shown and question.kind is Kind.NPS and count.base else None,
        numbers=of_numbers(count.numbers, about.k) if question.kind is Kind.NUMBER else None,
    )


def _line(codes: Category, count: int | None, base: int) -> Line:
    if count is None or not base:
        return Line(codes, count, None, None)
    return Line(codes, count, count / base, wilson(count, base))


def _dont_know(count: Count, k: int) -> int | None:
    apart = [count.missing[Missing.DONT_KNOW], count.missing[Missing.SKIPPED]]
    return None if any(0 < people < k for people in apart) else apart[0]


def _mean(count: Count, scheme: Scheme, about: About, *, shown: bool) -> Mean | None:
    if count.question.kind is not Kind.SCALE or not count.base:
        return None
    if scheme.bare:
        return of_bare(_by_code(count), about.k)
    if not shown:
        return None
    if not scheme.grouped:
        return of_scale(_by_code(count))
    if _is_asked_about(count.question, about.questionnaire):
        return None
    return of_grouped(_by_code(count), about.k)


def _nps(count: Count) -> Mean:
    """Those who gave 9 or 10 less those who gave 6 or less, in points."""
    against, _, for_it = grouped(count.question).counts(count.codes)
    score = 100 * (for_it - against) / count.base
    return Mean(score, of_nps(for_it, against, count.base))


def _crosstab(
    number: int, crossing: Crossing, schemes: Mapping[str, Scheme], hidden: frozenset[Name]
) -> Crosstab:
    rows, columns = schemes[crossing.rows.code], schemes[crossing.columns.code]
    groups = []
    for column, category in enumerate(columns.categories):
        base = sum(crossing.of_column[code] for code in category)
        lines = []
        for row, codes in enumerate(rows.categories):
            people = sum(crossing.cells[one, other] for one in codes for other in category)
            known = ("inner", number, row, column) not in hidden
            lines.append(_line(codes, people if known else None, base))
        known = ("group", number, column) not in hidden
        groups.append(Group(category, base if known else None, tuple(lines)))
    return Crosstab(crossing.rows, crossing.columns, tuple(groups))
