"""`otklik doctor`: what was checked, what is wrong, and what exactly to press to put it right."""

from bot.doctor.examine import examine
from bot.doctor.finding import Finding, report

__all__ = ["Finding", "examine", "report"]
