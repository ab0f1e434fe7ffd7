import pytest

from appeals.naming import named


def spelled(name: str, text: str) -> bool:
    """Some pattern of the name is exactly these words."""
    words = text.split()
    return any(
        len(pattern) == len(words)
        and all(word in slot for word, slot in zip(words, pattern, strict=True))
        for pattern in named(name).patterns
    )


@pytest.mark.parametrize(
    "text",
    [
        "министерства труда и социального развития",
        "министерству труда соцразвития",
        "министерстве труда",
        "министерством социального развития",
        "минтруде",
        "минтруда и соцразвития",
        "минсоцразвития",
        "мтиср",
    ],
)
def test_a_ministry_is_called_in_many_ways(text: str) -> None:
    assert spelled("Министерство труда и социального развития Новосибирской области", text)


@pytest.mark.parametrize(
    ("name", "roots", "short"),
    [
        ("Министерство труда Новосибирской области", {"новосибирск"}, {"но"}),
        ("Минтруд НСО", set(), {"нсо"}),
        ("Центр занятости города Бердска", {"бердск"}, set()),
        ("Минтруд", set(), set()),
    ],
)
def test_the_region_is_cut_off(name: str, roots: set[str], short: set[str]) -> None:
    region = named(name).region
    assert set(region.roots) == roots
    assert set(region.abbreviations) == short


def test_of_what_there_are_many_the_region_is_needed() -> None:
    assert named("Центр занятости города Бердска").needs_region
    assert not named("Министерство труда Новосибирской области").needs_region
    assert not named("Минтруд НСО").needs_region
    assert not named("Центр занятости").needs_region
