import pytest

from appeals.mentions import Names
from tests.appeals.mention_phrases import AUTHORITIES, held_out, phrases, score, tuned_on
from tests.measured import measured
from tests.runaway import not_running_away

MINISTRY = AUTHORITIES["ministry"]


def test_the_phrases_are_many_and_balanced() -> None:
    named = sum(phrase.named for phrase in phrases())
    assert len(phrases()) >= 300
    assert 0.4 < named / len(phrases()) < 0.6
    assert len(held_out()) > len(tuned_on())


def test_what_the_rules_were_improved_on_is_told_apart() -> None:
    """The figures are in docs/benchmarks.md."""
    reached = score(tuned_on())
    measured(f"tuned on: {reached}")
    assert reached.precision >= 0.98, reached
    assert reached.recall >= 0.98, reached


def test_what_nobody_looked_at_is_told_apart_too() -> None:
    reached = score(held_out())
    measured(f"held out: {reached}")
    assert reached.precision >= 0.93, reached
    assert reached.recall >= 0.94, reached


def test_it_is_told_by_which_name_and_in_which_words() -> None:
    found = MINISTRY.mention("Добрый день, вопрос к минтруду")
    assert found is not None
    assert found.written == "минтруду"
    assert found.name.startswith("Министерство труда")
    assert MINISTRY.mention("Добрый день") is None


def test_a_link_hidden_under_other_words_counts() -> None:
    assert not MINISTRY.names_authority("Смотрите здесь")
    assert MINISTRY.names_authority("Смотрите здесь", ["https://vk.ru/mintrud_nso"])


def test_a_name_that_is_known_only_while_the_program_runs_counts() -> None:
    known: list[str] = []
    names = Names(("Минтруд НСО",), handles_now=lambda: known)
    assert not names.names_authority("@otklik_bot, ответьте")
    known.append("otklik_bot")
    assert names.names_authority("@otklik_bot, ответьте")


def test_addresses_among_the_names_of_the_settings_are_addresses() -> None:
    names = Names(("https://vk.com/mintrud_nso", "@mtsr_chat", "Минтруд НСО"))
    assert names.names_authority("см. vk.ru/mintrud_nso")
    assert names.names_authority("пишите в @mtsr_chat")
    assert names.names_authority("пишите в Минтруд")
    assert not names.names_authority("mtsr_chat")


@pytest.mark.parametrize("name", ["", "Министерство", "  ", "—"])
def test_a_name_that_says_nothing_names_nobody(name: str) -> None:
    names = Names((name,))
    assert not names.names_authority("В министерстве труда — министерство, и только")


def test_another_authority_is_found_by_its_own_name() -> None:
    names = Names(("Комитет по труду и занятости Томской области", "Комтруд"))
    assert names.names_authority("из комтруда ответили")
    assert names.names_authority("Комитета по труду и занятости Томской области")
    assert not names.names_authority("Комитет по труду и занятости Омской области")


def test_a_hostile_text_costs_no_time_to_speak_of() -> None:
    """What would take minutes with a careless pattern would not end here by itself."""
    pieces = ("мин ", "минтруд ", "[club", "[a|", "@a.", "a-", "vk.com/", "и ", "Минтруд Омск ")
    for piece in (*pieces, "министерство труда и ", "А" * 1000):
        text = (piece * 100_000)[:100_000]
        with not_running_away():
            MINISTRY.names_authority(text)
