"""The bare bot beside which the program is measured says the same by the same calls."""

import json
from pathlib import Path
from typing import Any

from bench.card_bot import AT_ONCE
from bench.served import CARDS, OTKLIK, Program, started
from bot.delivery import booking

NEARLY = 0.1
"""Names of days and months differ in length."""


async def test_a_question_costs_both_the_same_calls_with_the_same_arguments(
    tmp_path: Path,
) -> None:
    ours, bare = [await calls_of(program, tmp_path) for program in (OTKLIK, CARDS)]
    assert [shape(one) for one in ours] == [shape(one) for one in bare]
    for mine, other in zip(ours, bare, strict=True):
        for name in ("text", "name"):
            length = len(str(mine.get(name, "")))
            assert abs(length - len(str(other.get(name, "")))) <= NEARLY * length


def test_both_make_as_many_calls_at_once() -> None:
    assert AT_ONCE == booking.AT_ONCE


async def calls_of(program: Program, folder: Path) -> list[dict[str, Any]]:
    """What a question means that resembles one before, in a fixed order."""
    async with started(program, folder / program.name) as (served, _):
        await served.burst(1)
        before = len(served.sandbox.world.ledger.entries)
        await served.burst(1)
        entries = list(served.sandbox.world.ledger.entries)[before:]
    said = [{"method": one.method} | dict(one.params) for one in entries]
    calls = [one for one in said if one["method"] != "getUpdates"]
    return sorted(calls, key=lambda call: (call["method"], call["chat_id"]))


def shape(call: dict[str, Any]) -> dict[str, Any]:
    """Everything but words, numbers and places: names of arguments, styles, buttons."""
    styles = json.loads(call.get("entities", "[]"))
    rows = json.loads(call.get("reply_markup", "{}")).get("inline_keyboard", [])
    return {
        "method": call["method"],
        "arguments": sorted(call),
        "styles": [one["type"] for one in styles],
        "buttons": [[button["text"] for button in row] for row in rows],
        "data": [[len(button["callback_data"]) for button in row] for row in rows],
        "preview": call.get("link_preview_options"),
    }
