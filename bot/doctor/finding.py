"""What a check found, and how it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.admin_words import say


class Level(StrEnum):
    """How bad it is."""

    FINE = "fine"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: what it is, how it stands, and what to do (if anything)."""

    level: Level
    topic: str
    text: str
    advice: str = ""

    @property
    def is_problem(self) -> bool:
        """Something does not work."""
        return self.level is Level.PROBLEM


def fine(topic: str, key: str, **args: str) -> Finding:
    """All is well; `topic` and `key` are texts of `admin.ftl` after their prefixes."""
    return Finding(Level.FINE, say(f"doctor-topic-{topic}"), say(f"doctor-{key}", **args))


def warning(topic: str, key: str, **args: str) -> Finding:
    """It works, but somebody should know; the advice is the text `…-do`."""
    return _with_advice(Level.WARNING, topic, key, args)


def problem(topic: str, key: str, **args: str) -> Finding:
    """It does not work; the advice is the text `…-do`."""
    return _with_advice(Level.PROBLEM, topic, key, args)


def report(findings: Sequence[Finding]) -> str:
    """All findings, the troubles with their advice, and a last line that sums up."""
    lines = [say("doctor-heading"), ""]
    for finding in findings:
        mark = _mark(finding.level)
        lines.append(f"{mark} {finding.topic}: {finding.text}")
        indent = " " * (len(mark) + 1)
        lines += [f"{indent}{line}" for line in finding.advice.splitlines()]
    return "\n".join([*lines, "", _sum(findings)])


def _mark(level: Level) -> str:
    """A word, not a colour; all are of one width, so that topics stand in a column."""
    words = {each: say(f"doctor-mark-{each}") for each in Level}
    return words[level].ljust(max(map(len, words.values())))


def _sum(findings: Sequence[Finding]) -> str:
    problems = sum(finding.level is Level.PROBLEM for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    if problems:
        return say("doctor-sum-problems", problems=str(problems), warnings=str(warnings))
    if warnings:
        return say("doctor-sum-warnings", warnings=str(warnings))
    return say("doctor-sum-fine")


def _with_advice(level: Level, topic: str, key: str, args: dict[str, str]) -> Finding:
    text, advice = say(f"doctor-{key}", **args), say(f"doctor-{key}-do", **args)
    return Finding(level, say(f"doctor-topic-{topic}"), text, advice)
