import pytest

from appeals.handles import Handles

OURS = Handles.of(["@mintrud_nso", "https://vk.com/mtsr"], 123)


@pytest.mark.parametrize(
    "text",
    [
        "@mintrud_nso",
        "(@mintrud_nso)",
        "*mtsr (Министерство)",
        "https://t.me/mintrud_nso/15?comment=3",
        "www.vk.com/mtsr",
        "[club123|мы]",
        "vk.com/photo-123_5",
        "https://vk.com/mtsr?w=wall-123_5%2Fall",
        "https://vk.com/id5?w=wall-123_5",
    ],
)
def test_addresses_are_found(text: str) -> None:
    assert OURS.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "mintrud_nso",
        "a@mintrud_nso.example",
        "@mintrud_nso_2",
        "vk.com/photo123_5",
        "vk.com/club1234",
        "notvk.com/mtsr",
        "https://vk.com/id5?w=wall-1234_5",
        "example.org/mtsr",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not OURS.found(text)


def test_where_no_community_is_set_none_is_found() -> None:
    assert not Handles.of([], None).found("[club|x] vk.com/club vk.com/wall-_1")
