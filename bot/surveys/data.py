"""What the buttons of surveys carry: `s:` and a press, or `s:go:` and the survey to begin."""

PREFIX = "s:"
GO = f"{PREFIX}go:"
LEAVE = f"{PREFIX}leave"
"""Under an invitation: no more of them."""
LINK = "survey_"
"""Before a survey's code in a link that leads to it: t.me/<bot>?start=survey_<code>."""


def is_survey(data: str) -> bool:
    """A button of ours carries this, or somebody forged it to look so."""
    return data.startswith(PREFIX)


def going(code: str = "") -> str:
    """What leads to this survey (its code or its wave's id); to the choice without one."""
    return f"{GO}{code}"


def gone_to(data: str) -> str | None:
    """Which survey a button leads to, "" for whichever is open; None for another button."""
    return data.removeprefix(GO) if data.startswith(GO) else None


def pressing(data: str) -> str:
    """A card's button under our prefix."""
    return f"{PREFIX}{data}"


def pressed(data: str) -> str:
    """The card's own part of it."""
    return data.removeprefix(PREFIX)
