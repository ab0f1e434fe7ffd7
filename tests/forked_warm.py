"""Imported where processes are forked from: what each of them would read is read once."""

from appeals import morphology
from bot.texts import Texts

Texts()
morphology.lemma("обращение")
