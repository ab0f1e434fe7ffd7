"""Many people about one thing get one answer, each once, as fast as the platforms allow.

How much of the allowance is used is judged by `python -m bench incident`; here only that nobody is
left out, doubled or refused.
"""

from pathlib import Path

import pytest

from bench.incident import incident
from sandbox import limits
from tests.measured import measured

IN_TELEGRAM, IN_VK = 32, 22
"""A few more than go out in the first second."""


async def test_one_answer_reaches_everybody_once_and_no_platform_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moderator chat alone has no limit here: it would take a minute to hear of everything."""
    monkeypatch.setattr(limits, "GROUP_PER_MINUTE", 100_000)
    unhurried = {"OTKLIK_TELEGRAM__GROUP_PER_MINUTE": "100000"}
    telegram, vk = await incident(tmp_path, IN_TELEGRAM, IN_VK, unhurried)
    measured(f"{telegram.share:.3f} {vk.share:.3f} of the allowance")
    assert (telegram.sent, telegram.doubled, telegram.refused) == (IN_TELEGRAM, 0, 0)
    assert (vk.sent, vk.doubled, vk.refused) == (IN_VK, 0, 0)
