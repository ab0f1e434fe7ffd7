"""`otklik survey check`: everything wrong with a questionnaire, and advice, line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.settings.model import Surveys
from bot.surveys.questionnaire_file import NoQuestionnaire, shown, text_of
from bot.texts import Texts
from handlers.conversation import Words
from surveys.checking import check
from surveys.findings import Args, Finding
from surveys.questionnaire import Audience, Questionnaire
from surveys.reading import read

_COUNT = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Report:
    """What to tell, and whether the questionnaire can be used."""

    text: str
    usable: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A questionnaire as far as it could be read, and everything found."""

    questionnaire: Questionnaire | None
    findings: Sequence[Finding]

    @property
    def usable(self) -> bool:
        """No faults."""
        return not any(finding.is_fault for finding in self.findings)


def judged(text: str, settings: Surveys, expected: int | None = None) -> Judged:
    """Read and check a questionnaire's text. `expected`: how many answers are hoped for."""
    reading = read(text)
    questionnaire = reading.questionnaire
    if questionnaire is None:
        return Judged(None, reading.findings)
    k = level(questionnaire.audience, settings)
    return Judged(questionnaire, check(questionnaire, k, expected, reading.lines))


def level(audience: Audience, settings: Surveys) -> int:
    """The smallest group that may be told apart (ANONYMITY 3)."""
    return settings.k_clients if audience is Audience.CLIENTS else settings.k_staff


def checked(file: Path, settings: Surveys, expected: str = "") -> Report:
    """Check the questionnaire in this file; nothing is changed. `expected` is as it was typed."""
    texts = Texts(strict=False)
    if expected and not _COUNT.fullmatch(expected):
        wrong = Words("survey-expected-wrong", {"given": shown(Path(expected))})
        return Report(texts.plain(wrong), usable=False)
    try:
        found = judged(text_of(file, texts), settings, int(expected) if expected else None)
    except NoQuestionnaire as why:
        return Report(str(why), usable=False)
    return Report("\n".join(report(found, shown(file), texts)), found.usable)


def report(found: Judged, file: str, texts: Texts) -> list[str]:
    """The lines of a report: heading, faults, advice, what it comes to."""
    faults = [finding for finding in found.findings if finding.is_fault]
    advice = [finding for finding in found.findings if not finding.is_fault]
    lines = [texts.plain(_heading(found.questionnaire, file))]
    for key, some in (("survey-faults", faults), ("survey-advices", advice)):
        if some:
            lines += ["", texts.plain(Words(key, {"count": len(some)}))]
            lines += [f"  {_line(finding, texts)}" for finding in some]
    verdict = "faults" if faults else "advice" if advice else "fine"
    return [*lines, "", texts.plain(Words(f"survey-sum-{verdict}"))]


def _heading(questionnaire: Questionnaire | None, file: str) -> Words:
    if questionnaire is None:
        return Words("survey-heading-none", {"file": file})
    count = len(questionnaire.asked)
    args: Args = {"title": questionnaire.title, "code": questionnaire.code, "count": count}
    return Words("survey-heading", args)


def _line(finding: Finding, texts: Texts) -> str:
    kind = "survey-fault-" if finding.is_fault else "survey-advice-"
    what = texts.plain(Words(f"{kind}{finding.what}", finding.args))
    args: Args = {"line": finding.line or 1, "where": finding.where, "what": what}
    return texts.plain(Words("survey-at-question" if finding.where else "survey-at-line", args))
