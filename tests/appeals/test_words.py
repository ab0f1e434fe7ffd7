from hypothesis import given
from hypothesis import strategies as st

from appeals.words import Attachment, Content, Mark, MediaKind, Style, gathered

LINE = st.text(min_size=1, max_size=20)


def styled(text: str) -> Content:
    return Content(text, (Mark(Style.BOLD, 0, len(text)),))


def words_under(content: Content, mark: Mark) -> str:
    return content.text[mark.offset : mark.offset + mark.length]


@given(LINE, LINE)
def test_styles_stay_on_their_words_under_a_leading_line(lead: str, text: str) -> None:
    whole = styled(text).after(styled(lead))
    assert [words_under(whole, mark) for mark in whole.marks] == [lead, text]


@given(st.lists(st.sampled_from(["", "а", "б\n", "слова"]), min_size=1, max_size=10))
def test_an_albums_captions_and_files_are_gathered_in_order(texts: list[str]) -> None:
    parts = [
        Content(text, (Mark(Style.ITALIC, 0, len(text)),) if text else (), (photo(str(number)),))
        for number, text in enumerate(texts)
    ]
    whole = gathered(parts)
    assert whole.text == "\n".join(filter(None, texts))
    assert [file.file for file in whole.attachments] == [str(n) for n in range(len(texts))]
    assert [words_under(whole, mark) for mark in whole.marks] == [t for t in texts if t]


def photo(file: str) -> Attachment:
    return Attachment(MediaKind.PHOTO, file)


def test_nothing_is_nothing() -> None:
    assert Content(" \n").is_empty
    assert not Content(attachments=(photo("1"),)).is_empty


def test_new_words_drop_styles_and_keep_files() -> None:
    changed = Content("жирно", (Mark(Style.BOLD, 0, 5),), (photo("1"),)).with_text("иначе")
    assert changed == Content("иначе", (), (photo("1"),))
