"""Questions about the same matter are recognised, and others are not thrown together with them."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from appeals.resemblance import Asked, Resemblance, score

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
CORPUS = Path(__file__).parent / "same_matter.tsv"
PAY = "Когда выплатят компенсацию за рабочее место инвалида за октябрь?"


def corpus() -> list[tuple[str, str]]:
    """Matter and question, in order of arrival."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(matter, text) for matter, text in rows]


def test_suggestions_are_right_and_few_are_missed() -> None:
    """Each question is compared with those that came before it, as in real life."""
    memory, matters = Resemblance(), dict[int, str]()
    suggested = right = due = 0
    for number, (matter, text) in enumerate(corpus(), start=1):
        known = matter != "-" and matter in matters.values()
        near = memory.alike(text, NOW, 1)
        suggested += bool(near)
        right += bool(near) and matters[near[0]] == matter and matter != "-"
        due += known
        memory.put(number, text, NOW)
        matters[number] = matter
    assert due >= 17
    assert right / suggested >= 0.95, (right, suggested)
    assert right / due >= 0.9, (right, due)


@pytest.mark.parametrize("text", ["", "Здравствуйте!", "Когда выплатят?", "да", "👍"])
def test_what_says_too_little_resembles_nothing(text: str) -> None:
    memory = Resemblance()
    memory.put(1, text, NOW)
    assert memory.alike(text, NOW, 5) == []
    assert len(memory) == 0


def test_greetings_case_and_order_do_not_matter() -> None:
    memory = Resemblance()
    memory.put(1, PAY, NOW)
    other = "ДОБРЫЙ ДЕНЬ!!! за ОКТЯБРЬ компенсация за рабочее место инвалида когда?? выплатят"
    assert memory.alike(other, NOW, 5) == [1]


def test_the_most_alike_comes_first_and_never_the_question_itself() -> None:
    memory = Resemblance()
    memory.put(1, f"{PAY} Ждём с сентября", NOW)
    memory.put(2, PAY, NOW)
    memory.put(3, PAY, NOW)
    assert memory.alike(PAY, NOW, 5, but=3) == [2, 1]


def test_what_is_too_old_is_forgotten() -> None:
    memory = Resemblance()
    memory.put(1, PAY, NOW - timedelta(days=4))
    assert memory.alike(PAY, NOW - timedelta(days=3), 5) == []
    assert len(memory) == 0


def test_another_question_under_the_same_number_replaces_the_first() -> None:
    memory = Resemblance()
    memory.put(1, PAY, NOW)
    memory.put(1, "Не чистят снег во дворе по улице Мира, скользко", NOW)
    assert memory.alike(PAY, NOW, 5) == []


def test_among_ten_thousand_open_appeals_few_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Promised are 50 ms. Comparing costs most of them, 10 µs each."""
    chosen = random.Random(6)  # noqa: S311 - the same words every time
    words = sorted({word for _, text in corpus() for word in text.split()})
    memory = Resemblance()
    for number in range(1, 10_001):
        memory.put(number, " ".join(chosen.choices(words, k=12)), NOW)
    for number in range(10_001, 10_501):
        memory.put(number, PAY, NOW)
    compared: list[Asked] = []

    def counted(one: Asked, other: Asked) -> float:
        compared.append(other)
        return score(one, other)

    monkeypatch.setattr("appeals.resemblance.score", counted)
    for _ in range(20):
        compared.clear()
        assert memory.alike(PAY, NOW, 5)
        memory.alike(" ".join(chosen.choices(words, k=12)), NOW, 5)
        assert 0 < len(compared) <= 2 * 60
