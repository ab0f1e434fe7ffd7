"""The settings of one installation: what may be set, where it is read from, what is wrong."""

from bot.settings.load import load
from bot.settings.model import Settings
from bot.settings.problems import Problem, SettingsError

__all__ = ["Problem", "Settings", "SettingsError", "load"]
