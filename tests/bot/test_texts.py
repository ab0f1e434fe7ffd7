"""The product's texts: what is written in the templates and what arguments may do to them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from appeals.words import Mark, Style
from bot.texts import BrokenText, MissingText, Texts
from handlers.conversation import Words

ROOT = Path(__file__).parents[2]
SPEAKERS = ("handlers", "bot")
BEGINNING = re.compile(r"[a-z]{2,}(-[a-z]+)*-")
REFERENCE = re.compile(r"\{ ([a-z][a-z0-9-]*) \}")

OURS = """
greeting = Здравствуйте, <b>{ $name }</b>.
received =
    Вопрос принят: <b>№ { $number }</b>.

    Ответим <i>до { $due }</i>.
count = { $count ->
    [one] { $count } вопрос
    [few] { $count } вопроса
   *[many] { $count } вопросов
}
state = { $state ->
    [new] новый
   *[other] другой: { $state }
}
wrapped = Скажем так: { greeting }
crooked = <b>Никогда <i>так</b></i>
"""


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A folder with a few texts of our own."""
    folder = tmp_path / "ours"
    folder.mkdir()
    (folder / "some.ftl").write_text(OURS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def greeting(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """The same texts, made once for many generated examples."""
    folder = tmp_path_factory.mktemp("texts")
    (folder / "some.ftl").write_text(OURS, encoding="utf-8")
    return Texts(built_in=folder)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder for the authority's own wording."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    return folder


def test_tags_of_a_template_become_styles(ours: Path) -> None:
    content = Texts(built_in=ours).render(Words("received", {"number": "2026-000001", "due": "12"}))
    assert content.text == "Вопрос принят: № 2026-000001.\n\nОтветим до 12."
    assert content.marks == (Mark(Style.BOLD, 15, 13), Mark(Style.ITALIC, 39, 5))


@given(name=st.text())
def test_an_argument_is_shown_as_it_is(greeting: Texts, name: str) -> None:
    content = greeting.render(Words("greeting", {"name": name}))
    assert content.text == f"Здравствуйте, {name}."
    assert [mark.length for mark in content.marks] == ([len(name)] if name else [])


@pytest.mark.parametrize("name", ["</b><i>", "{ $name }", "\ue0000\ue001", "<b>", "я" * 100_000])
def test_a_name_cannot_style_or_break_a_text(greeting: Texts, name: str) -> None:
    assert greeting.plain(Words("greeting", {"name": name})) == f"Здравствуйте, {name}."


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 вопрос"), (3, "3 вопроса"), (11, "11 вопросов"), (2026, "2026 ")]
)
def test_numbers_choose_the_plural_and_stay_ungrouped(ours: Path, count: int, text: str) -> None:
    assert Texts(built_in=ours).plain(Words("count", {"count": count})).startswith(text)


def test_a_text_argument_can_choose_a_variant(ours: Path) -> None:
    texts = Texts(built_in=ours)
    assert texts.plain(Words("state", {"state": "new"})) == "новый"
    assert texts.plain(Words("state", {"state": "taken"})) == "другой: taken"


@pytest.mark.parametrize("words", [Words("nobody"), Words("greeting"), Words("crooked")])
def test_a_missing_text_is_loud_in_tests_and_survivable_in_service(
    ours: Path, words: Words
) -> None:
    with pytest.raises(MissingText):
        Texts(built_in=ours).render(words)
    with capture_logs() as lines:
        assert Texts(built_in=ours, strict=False).plain(words) == f"[{words.key}]"
    assert lines[0]["event"] == "text_missing"


def test_a_missing_text_still_carries_its_facts(ours: Path) -> None:
    texts = Texts(built_in=ours, strict=False)
    assert texts.plain(Words("nobody", {"number": "2026-000001"})) == "[nobody] 2026-000001"


def test_a_broken_file_of_our_own_is_named_at_start(ours: Path) -> None:
    (ours / "bad.ftl").write_text("это не сообщение", encoding="utf-8")
    with pytest.raises(BrokenText, match=r"bad\.ftl"):
        Texts(built_in=ours)


def test_a_ministry_says_it_in_its_own_words(ours: Path, theirs: Path) -> None:
    (theirs / "own.ftl").write_text("greeting = Добрый день, { $name }!", encoding="utf-8")
    texts = Texts(theirs, built_in=ours)
    assert texts.plain(Words("greeting", {"name": "Анна"})) == "Добрый день, Анна!"
    assert texts.plain(Words("wrapped", {"name": "Анна"})) == "Скажем так: Добрый день, Анна!"


@pytest.mark.parametrize(
    ("wording", "problem"),
    [
        ("greeting = Добрый день", "lacks $name"),
        ("greeting = Добрый день, { $nmae }", "lacks $name, unknown $nmae"),
        ("greeting = Добрый день, { $name", "unreadable"),
        ("greting = Добрый день, { $name }", "no such message"),
    ],
)
def test_an_unusable_wording_leaves_ours_with_a_warning(
    ours: Path, theirs: Path, wording: str, problem: str
) -> None:
    (theirs / "own.ftl").write_text(wording, encoding="utf-8")
    with capture_logs() as lines:
        texts = Texts(theirs, built_in=ours)
    assert texts.plain(Words("greeting", {"name": "Анна"})) == "Здравствуйте, Анна."
    assert [(line["event"], line["problem"]) for line in lines] == [
        ("text_override_ignored", problem)
    ]


def test_crooked_tags_of_a_ministry_fall_back_to_our_text(ours: Path, theirs: Path) -> None:
    (theirs / "own.ftl").write_text("greeting = <b>{ $name }</i>", encoding="utf-8")
    with capture_logs() as lines:
        shown = Texts(theirs, built_in=ours).plain(Words("greeting", {"name": "Анна"}))
    assert shown == "Здравствуйте, Анна."
    assert lines[0]["event"] == "text_override_failed"


def test_a_file_in_another_encoding_is_left_out(ours: Path, theirs: Path) -> None:
    (theirs / "own.ftl").write_bytes("greeting = Привет".encode("cp1251"))
    texts = Texts(theirs, built_in=ours)
    assert texts.plain(Words("greeting", {"name": "Анна"})) == "Здравствуйте, Анна."


def test_every_text_the_code_asks_for_exists() -> None:
    missing = sorted(_asked_for() - Texts().keys)
    assert not missing, f"no such texts: {missing}"


def test_every_text_is_asked_for_somewhere() -> None:
    """Some keys are put together of pieces; then their beginning has to stand in the code."""
    texts = Texts()
    pieces = tuple(sorted({text for text in _strings() if BEGINNING.fullmatch(text)}))
    whole = set(_strings()) | _referred_to()
    endings = _endings()
    ended = {key + ending for key in whole for ending in endings}
    unused = [key for key in sorted(texts.keys - whole - ended) if not key.startswith(pieces)]
    assert not unused, f"texts nobody shows: {unused}"


@cache
def _trees() -> list[ast.Module]:
    files = [file for package in SPEAKERS for file in sorted((ROOT / package).rglob("*.py"))]
    return [ast.parse(file.read_text(encoding="utf-8")) for file in files]


def _asked_for() -> set[str]:
    """Keys that stand in the code as `Words("key")` or as a choice of two."""
    return {key for node in _first_arguments() for key in _constants(node)}


def _endings() -> set[str]:
    """What the code puts behind a key: `f"{key}-none"`."""
    strings = (node for tree in _trees() for node in ast.walk(tree))
    last = (node.values[-1] for node in strings if isinstance(node, ast.JoinedStr))
    pieces = (str(piece.value) for piece in last if isinstance(piece, ast.Constant))
    return {piece for piece in pieces if re.fullmatch("-[a-z]+", piece)}


def _referred_to() -> set[str]:
    """Keys that other texts show within themselves."""
    folder = ROOT / "bot" / "texts" / "ru"
    return {
        key
        for file in folder.glob("*.ftl")
        for key in REFERENCE.findall(file.read_text(encoding="utf-8"))
    }


def _first_arguments() -> Iterator[ast.expr]:
    for tree in _trees():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Words"
                and node.args
            ):
                yield node.args[0]


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def _strings() -> Iterator[str]:
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize(
    "words",
    ["{ $executor }", "{ -brand }", '{"{"}', "<b>x</b>", "<a href='http://e.example'>y</a>", "&lt;",
     "*x* _y_ `z`", "\u2068x\u2069", "[one] x", "} { x", "\\u0041", "{ NUMBER(1) }"],
)  # fmt: skip
def test_what_people_write_is_neither_fluent_nor_markup(words: str) -> None:
    rendered = Texts().render(Words("staff-refused-taken", {"executor": words}))
    assert f"Исполнитель: {words}." in rendered.text
    assert rendered.marks == ()
