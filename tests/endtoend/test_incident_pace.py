"""Many people about one thing get one answer, each once, as fast as the platforms allow.

How much of the allowance is used is judged by `python -m bench incident`; here only that it is.
"""

from pathlib import Path

from bench.incident import incident

IN_TELEGRAM, IN_VK = 60, 40


async def test_one_answer_reaches_everybody_once_and_no_platform_refuses(tmp_path: Path) -> None:
    telegram, vk = await incident(tmp_path, IN_TELEGRAM, IN_VK)
    print(telegram, vk, f"{telegram.share:.3f} {vk.share:.3f} of the allowance")  # noqa: T201 - measured figures
    assert (telegram.sent, telegram.doubled, telegram.refused) == (IN_TELEGRAM, 0, 0)
    assert (vk.sent, vk.doubled, vk.refused) == (IN_VK, 0, 0)
    assert telegram.share > 0.3
    assert vk.share > 0.3
