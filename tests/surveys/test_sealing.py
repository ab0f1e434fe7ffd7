"""Sealed sheets open with one key only; tags tell nothing without theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PublicKey, SealedBox

from surveys.sealing import (
    Unsealable,
    belongs,
    keys_for,
    new_keys,
    new_private,
    opened,
    public_of,
    sealed,
    tag_of,
)

KEYS = new_keys()
PRIVATE = KEYS.private or b""


@given(sheet=st.binary(max_size=60))
def test_a_sealed_sheet_comes_back_as_it_was_and_all_are_equally_long(sheet: bytes) -> None:
    box = sealed(sheet, 60, KEYS.public)
    assert opened(box, PRIVATE) == sheet
    assert len(box) == len(sealed(b"", 60, KEYS.public))


def test_the_same_sheet_is_never_sealed_into_the_same_bytes() -> None:
    assert len({sealed(b"yes", 10, KEYS.public)[:32] for _ in range(50)}) == 50


def test_a_sheet_that_is_too_long_is_refused_and_not_quoted() -> None:
    with pytest.raises(ValueError, match="longer than the longest") as refused:
        sealed(b"canary", 5, KEYS.public)
    assert "canary" not in str(refused.value)


def test_another_key_a_changed_sheet_and_rubbish_open_nothing() -> None:
    box = sealed(b"yes", 10, KEYS.public)
    changed = box[:-1] + bytes([box[-1] ^ 1])
    for wrong, key in [(box, new_private()), (changed, PRIVATE), (b"", PRIVATE), (box, b"short")]:
        with pytest.raises(Unsealable):
            opened(wrong, key)


def test_a_forged_length_opens_nothing() -> None:
    with pytest.raises(Unsealable, match="damaged"):
        opened(SealedBox(PublicKey(KEYS.public)).encrypt(b"\xff\xff\xff\xffyes"), PRIVATE)


def test_a_tag_is_the_same_for_the_same_person_and_key_only() -> None:
    tag = tag_of("telegram", "501", KEYS.tag)
    assert tag == tag_of("telegram", "501", KEYS.tag)
    others = [
        tag_of("vk", "501", KEYS.tag),
        tag_of("telegram", "502", KEYS.tag),
        tag_of("telegram5", "01", KEYS.tag),
        tag_of("telegram", "501", new_keys().tag),
    ]
    assert tag not in others
    assert len(set(others)) == 4


def test_the_analysts_half_never_comes_into_the_keys_of_the_program() -> None:
    private = new_private()
    keys = keys_for(public_of(private))
    assert keys.private is None
    assert belongs(private, keys.public)
    assert opened(sealed(b"yes", 10, keys.public), private) == b"yes"


def test_a_key_that_is_none_is_refused() -> None:
    assert not belongs(new_private(), KEYS.public)
    assert not belongs(b"short", KEYS.public)
    for key in (keys_for, public_of):
        with pytest.raises(ValueError, match="32 bytes"):
            key(b"short")


def test_keys_are_never_shown() -> None:
    shown = repr(KEYS)
    assert repr(KEYS.tag) not in shown
    assert repr(KEYS.private) not in shown
