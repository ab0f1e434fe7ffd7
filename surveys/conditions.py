"""Whether every question of a questionnaire can be come to."""

from collections.abc import Iterator, Mapping

from surveys.findings import Fault, Finding
from surveys.questionnaire import Condition, Kind, Question, Questionnaire
from surveys.toml_table import nearest


def conditions(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Conditions that refer to nothing, forward or in a loop, and questions nobody will see.

    Codes have to be unique.
    """
    positions = {question.code: at for at, question in enumerate(questionnaire.questions)}
    asked_after = _after(questionnaire)
    broken: set[str] = set()
    for at, question in enumerate(questionnaire.questions):
        if question.show_if is None:
            continue
        path = ("question", at, "show_if")
        found = list(_one(questionnaire, question, question.show_if, positions, asked_after))
        parent = question.show_if.question
        if not found and parent in broken:
            found = [Finding(Fault.UNREACHABLE, args={"question": parent})]
        broken |= {question.code} if found else set()
        for finding in found:
            yield Finding(finding.what, path, question.code, finding.args)


def codes_of(question: Question) -> list[str] | None:
    """What a condition on this question may name; None where any number within bounds will do."""
    return None if question.kind is Kind.NUMBER else list(question.codes)


def _one(
    questionnaire: Questionnaire,
    question: Question,
    condition: Condition,
    positions: Mapping[str, int],
    asked_after: Mapping[str, str],
) -> Iterator[Finding]:
    if condition.question not in positions:
        near = nearest(condition.question, [code for code in positions if code != question.code])
        what = Fault.CONDITION_NEAR if near else Fault.CONDITION_UNKNOWN
        yield Finding(
            what, args={"question": condition.question, **({"near": near} if near else {})}
        )
        return
    if circle := _circle(question.code, asked_after):
        yield Finding(Fault.CONDITION_LOOP, args={"circle": " → ".join(circle)})
        return
    if positions[condition.question] >= positions[question.code]:
        yield Finding(Fault.CONDITION_LATER, args={"question": condition.question})
        return
    parent = questionnaire.question(condition.question)
    if parent.kind in {Kind.INFO, Kind.TEXT}:
        yield Finding(Fault.CONDITION_UNFIT, args={"question": parent.code, "kind": parent.kind})
        return
    yield from _codes(parent, condition)


def _codes(parent: Question, condition: Condition) -> Iterator[Finding]:
    known = codes_of(parent)
    for code in condition.any_of:
        if known is None:
            if not _is_within(parent, code):
                low, high = parent.bounds
                bounds = f"{low}…{high}"
                yield Finding(
                    Fault.CONDITION_CODE,
                    args={"question": parent.code, "code": code, "there": bounds},
                )
        elif code not in known:
            near = nearest(code, known)
            args = {"question": parent.code, "code": code, "there": ", ".join(known)}
            if near:
                yield Finding(Fault.CONDITION_CODE_NEAR, args=args | {"near": near})
            else:
                yield Finding(Fault.CONDITION_CODE, args=args)


def _is_within(parent: Question, code: str) -> bool:
    low, high = parent.bounds
    try:
        number = int(code)
    except ValueError:
        return False
    return low <= number <= high and code == str(number)


def _after(questionnaire: Questionnaire) -> dict[str, str]:
    """On which question each depends."""
    return {
        question.code: question.show_if.question
        for question in questionnaire.questions
        if question.show_if is not None
    }


def _circle(code: str, asked_after: Mapping[str, str]) -> list[str]:
    """The way from this question back to itself; empty when there is none."""
    way = [code]
    while (above := asked_after.get(way[-1])) is not None:
        if above == code:
            return [*way, code]
        if above in way:
            return []
        way.append(above)
    return []
