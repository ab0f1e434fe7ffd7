import pytest

from appeals.places import Around, Region, Whose
from appeals.spelling import words_of

OWN = Region(frozenset({"новосибирск"}), frozenset({"нсо"}))


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("минтруд", Whose.UNSAID),
        ("минтруд НСО", Whose.OWN),
        ("минтруд в Новосибирске", Whose.OWN),
        ("минтруд Омска", Whose.OTHER),
        ("минтруд республики Татарстан", Whose.OTHER),
        ("минтруд, Омск далеко", Whose.UNSAID),
        ("минтруд со мной говорит", Whose.UNSAID),
        ("минтруд СО молчит", Whose.OTHER),
        ("минтруд РФ", Whose.OTHER),
        ("минтруд США", Whose.OTHER),
    ],
)
def test_what_stands_behind_a_name_says_whose_it_is(text: str, whose: Whose) -> None:
    assert Around(words_of(text), OWN).whose(0, 1) is whose


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("томский минтруд", Whose.OTHER),
        ("новосибирский минтруд", Whose.OWN),
        ("омск и новосибирск минтруд", Whose.OWN),
        ("областной минтруд", Whose.UNSAID),
    ],
)
def test_so_does_what_stands_before_it(text: str, whose: Whose) -> None:
    words = words_of(text)
    assert Around(words, OWN).whose(len(words) - 1, len(words)) is whose
