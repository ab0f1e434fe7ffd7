"""Check of questionnaires: those of the folder, and those that open every quarter."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings.model import Surveys
from bot.surveys.check_command import judged
from bot.surveys.questionnaire_file import NoQuestionnaire, text_of
from bot.texts import Texts

TOPIC = "survey-forms"


def forms(rules: Surveys) -> list[Finding]:
    """What would keep a wave from opening; a planned one is a problem, another one may wait."""
    planned = list(dict.fromkeys(one.survey for one in rules.quarterly))
    own = sorted(file.stem for file in rules.folder.glob("*.toml"))
    found = list(_told(problem, planned, rules))
    found += _told(warning, [name for name in own if name not in planned], rules)
    if found:
        return found
    count = str(len({*planned, *own}))
    return [
        fine(TOPIC, "survey-forms-fine" if planned or own else "survey-forms-none", count=count)
    ]


def _told(tell: Callable[..., Finding], names: Iterable[str], rules: Surveys) -> Iterator[Finding]:
    for name in names:
        key, args = _fault(name, rules)
        if key:
            yield tell(TOPIC, key, **args)


def _fault(name: str, rules: Surveys) -> tuple[str, dict[str, str]]:
    """The text of what is wrong and its arguments; no text when all is well."""
    own = rules.folder / f"{name}.toml"
    file = own if own.is_file() else Path(name)
    try:
        text = text_of(file, Texts(strict=False))
    except NoQuestionnaire:
        return "survey-form-missing", {"name": name, "folder": str(rules.folder)}
    found = judged(text, rules)
    if found.usable:
        return "", {}
    faults = sum(one.is_fault for one in found.findings)
    return "survey-form-faults", {"name": name, "file": str(file), "count": str(faults)}
