"""What goes into the storage comes out equal."""

from hypothesis import given
from hypothesis import strategies as st

from appeals.words import Attachment, Content, Mark, MediaKind, Style
from storage.codec import pack, pack_content, pack_names, unpack, unpack_content, unpack_names

sizes = st.integers(0, 2**40)
marks = st.builds(Mark, st.sampled_from(Style), sizes, sizes, st.text())
files = st.builds(
    Attachment, st.sampled_from(MediaKind), st.text(), st.text(), size=sizes, path=st.text()
)
contents = st.builds(
    Content,
    st.text(),
    st.lists(marks, max_size=3).map(tuple),
    st.lists(files, max_size=3).map(tuple),
)


@given(contents)
def test_a_content_survives(content: Content) -> None:
    assert unpack_content(pack_content(content)) == content


@given(st.dictionaries(st.text(), st.text() | st.integers()))
def test_the_data_of_an_event_survives(data: dict[str, str | int]) -> None:
    assert unpack(pack(data)) == data


@given(st.frozensets(st.text()))
def test_a_set_of_names_survives(names: frozenset[str]) -> None:
    assert unpack_names(pack_names(names)) == names


@given(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=1))
def test_half_a_surrogate_pair_survives_as_storable_text(half: str) -> None:
    packed = pack_content(Content(half))
    packed.encode()
    assert unpack_content(packed).text == half


def test_russian_words_stay_readable_and_empty_parts_are_left_out() -> None:
    assert pack_content(Content("Привет\0")) == '{"text":"Привет\\u0000"}'
