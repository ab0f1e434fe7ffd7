"""Results in words: what rows, notes and figures are called, in files, charts and on the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.texts import Texts
from handlers.conversation import Words
from surveys.means import Mean
from surveys.questionnaire import Kind, Question
from surveys.results import About, Answers, Crosstab, Group, Results
from surveys.scheme import Category

_NPS_GROUPS = {"0": "results-detractors", "7": "results-passives", "9": "results-promoters"}
NBSP = "\u00a0"


@dataclass(slots=True)
class ResultWords:
    """Says everything in the product's texts, or the authority's own wording of them."""

    texts: Texts
    _said: dict[tuple[str, str], str] = field(default_factory=dict)

    def say(self, key: str, **args: str | int) -> str:
        """A text of the results."""
        return self.texts.plain(Words(key, args))

    def choice(self, key: str, argument: str, value: str) -> str:
        """A text for one of its few choices, rendered once."""
        if (key, value) not in self._said:
            self._said[key, value] = self.say(key, **{argument: value})
        return self._said[key, value]

    def day(self, day: date) -> str:
        """«01.10.2026»."""
        args = {"day": f"{day.day:02}", "month": f"{day.month:02}", "year": str(day.year)}
        return self.say("results-date", **args)

    def period(self, about: About) -> str:
        """«с 01.10.2026 по 14.10.2026», or «01.10.2026» when it was over on its first day."""
        if about.opens == about.closes:
            return self.day(about.opens)
        return self.say("results-period", since=self.day(about.opens), until=self.day(about.closes))

    def title(self, found: Results) -> str:
        """What the page and the file are called."""
        return self.say("results-title", title=found.about.questionnaire.title)

    def lead(self, found: Results) -> str:
        """When it was asked and how many answered."""
        lines = [self.say("results-lead", period=self.period(found.about), sheets=found.sheets)]
        if found.rate is not None:
            invited = found.about.invited or 0
            lines.append(self.say("results-rate", share=percent(found.rate), invited=invited))
        return " ".join(lines)

    def source(self, about: About) -> str:
        """What stands below every chart."""
        title = about.questionnaire.title
        return self.say("results-source", title=title, period=self.period(about))

    def label(self, question: Question, codes: Category) -> str:
        """A row: an option's text, a mark with the end of the scale it stands for, a range."""
        texts = {option.code: option.text for option in question.options}
        if len(codes) > 1 or question.kind in {Kind.SCALE, Kind.NPS}:
            marks = codes[0] if len(codes) == 1 else f"{codes[0]}–{codes[-1]}"
            return f"{marks}{self._end(question, codes)}"
        return texts.get(codes[0], codes[0])

    def _end(self, question: Question, codes: Category) -> str:
        if question.kind is Kind.NPS and len(codes) > 1:
            return f" ({self.say(_NPS_GROUPS[codes[0]])})"
        ends = {question.codes[0]: question.low, question.codes[-1]: question.high}
        named = next((ends[code] for code in codes if ends.get(code)), "")
        return f" ({named})" if named else ""

    def base(self, answers: Answers) -> str:
        """How many answered, and what share of those asked did not."""
        if answers.base is None:
            return self.say("results-base-hidden")
        if not answers.base:
            return self.say("results-nobody")
        key = "results-texts" if answers.question.kind is Kind.TEXT else "results-base"
        parts = [self.say(key, base=answers.base)]
        if answers.no_answer:
            parts.append(self.say("results-no-answer", share=percent(answers.no_answer)))
            if answers.dont_know:
                parts.append(self.say("results-dont-know", count=answers.dont_know))
        return ", ".join(parts)

    def notes(self, answers: Answers) -> list[str]:
        """What has to be said beside a table."""
        lines = []
        if answers.base and answers.lines:
            if not answers.is_shown:
                bare = answers.mean or answers.nps
                lines.append(self.say("results-only-mean" if bare else "results-all-hidden"))
            elif answers.hidden:
                lines.append(self.say("results-some-hidden"))
            if answers.question.kind is Kind.MULTIPLE and answers.is_shown:
                lines.append(self.say("results-several"))
        return lines

    def asked(self, question: Question, all_questions: Iterable[Question]) -> str:
        """To whom the question was shown; empty when to everybody."""
        condition = question.show_if
        if condition is None:
            return ""
        parent = next(one for one in all_questions if one.code == condition.question)
        known = [code for code in condition.any_of if code in parent.codes] or condition.any_of
        answers = ", ".join(f"«{self._answer(parent, code)}»" for code in known)
        return self.say("results-asked", question=parent.text, answers=answers)

    def _answer(self, question: Question, code: str) -> str:
        return self.label(question, (code,)) if code in question.codes else code

    def summary(self, answers: Answers) -> list[str]:
        """Mean, NPS, quartiles."""
        lines = []
        if answers.mean:
            lines.append(self._figure("results-mean", answers.mean, 2))
        if answers.nps:
            lines.append(self._figure("results-nps", answers.nps, 0))
        if answers.numbers and answers.numbers.mean:
            lines.append(self._figure("results-number", answers.numbers.mean, 1))
        if answers.numbers and answers.numbers.quartiles:
            lower, middle, upper = (decimal(one, 1) for one in answers.numbers.quartiles)
            said = self.say("results-quartiles", lower=lower, middle=middle, upper=upper)
            lines.append(said)
        return lines

    def _figure(self, key: str, mean: Mean, digits: int) -> str:
        value = decimal(mean.value, digits)
        if mean.interval is None:
            return self.say(key, value=value)
        low, high = decimal(mean.interval.low, digits), decimal(mean.interval.high, digits)
        return self.say(f"{key}-between", value=value, low=low, high=high)

    def cross_title(self, table: Crosstab) -> str:
        """What by what."""
        return self.say("results-cross", rows=table.rows.text, columns=table.columns.text)

    def cross_column(self, table: Crosstab, group: Group) -> str:
        """A group and how many of it answered."""
        name = self.label(table.columns, group.codes)
        if group.base is None:
            return self.say("results-cross-column-hidden", group=name)
        return self.say("results-cross-column", group=name, base=group.base)

    def method(self, about: About) -> list[str]:
        """How it was counted, in a few sentences for everybody."""
        kinds = {question.kind for question in about.questionnaire.asked}
        return [
            self.say("results-how-base"),
            self.say("results-how-interval"),
            self.say("results-how-hidden", k=about.k),
            self.say("results-how-hidden-unanimous"),
            self.say("results-how-answers"),
            *([self.say("results-how-grouped")] if kinds & {Kind.SCALE, Kind.NPS} else []),
            *([self.say("results-how-nps")] if Kind.NPS in kinds else []),
        ]


def percent(share: float) -> str:
    """«36,7 %»."""
    return f"{decimal(100 * share, 1)}{NBSP}%"


def decimal(value: float, digits: int) -> str:
    """«3,85», with a real minus sign."""
    shown = f"{value:.{digits}f}"
    if not shown.strip("-0."):
        shown = shown.removeprefix("-")
    return shown.replace(".", ",").replace("-", "−")
