"""What a figure depends on besides the program."""

import os
import platform
import sqlite3
from importlib.metadata import version


def machine() -> str:
    """A line about the machine and the libraries; no names, no paths."""
    facts = [
        f"{os.cpu_count()} cores",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in ("SQLAlchemy", "aiosqlite", "aiogram")),
    ]
    return ", ".join(facts)
