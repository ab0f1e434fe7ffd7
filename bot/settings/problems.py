"""What is wrong with the settings, said so that it can be put right without asking anybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.admin_words import say


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the full dotted key (or the file), what is wrong and what would be right."""

    key: str
    text: str

    def __str__(self) -> str:
        """The line an administrator reads."""
        return f"{self.key}: {self.text}"


class SettingsError(Exception):
    """The settings can't be used; holds every problem found. Never shows a secret's value."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.report())

    def report(self) -> str:
        """All problems, one a line, under one heading."""
        lines = [f"  {place}. {problem}" for place, problem in enumerate(self.problems, start=1)]
        return "\n".join([say("settings-refused"), *lines])
