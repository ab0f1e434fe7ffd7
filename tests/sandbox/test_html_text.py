"""Telegram's HTML, tag by tag."""

from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sandbox.html_text import parse_html
from sandbox.refusals import RefusalError
from sandbox.text_rules import utf16_length


@pytest.mark.parametrize(
    ("source", "plain", "entities"),
    [
        ("<strong>a</strong>", "a", [("bold", 0, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
        ("😀<code>x</code>", "😀x", [("code", 2, 1)]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ('<a href="https://a.ru/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<a>x</a><b></b>", "x", []),
        ("&lt;b&gt; &amp;amp; &quot; &#1071; &nbsp;", '<b> &amp; " Я &nbsp;', []),
        ("a > b", "a > b", []),
    ],
)
def test_a_known_tag_becomes_an_entity(
    source: str, plain: str, entities: list[tuple[str, int, int]]
) -> None:
    text, found = parse_html(source)
    assert text == plain
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_a_link_keeps_its_address() -> None:
    assert parse_html('<a href="https://a.ru/?a=1&amp;b=2">x</a>')[1][0]["url"] == (
        "https://a.ru/?a=1&b=2"
    )


@given(st.text(alphabet='<>/ab&;"=😀я ', max_size=40))
def test_any_text_is_parsed_or_refused_with_entities_inside_it(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except RefusalError as refusal:
        event(refusal.description.partition(" at byte")[0])
        return
    assert all(inside(entity, text) for entity in entities)


def inside(entity: dict[str, Any], text: str) -> bool:
    end = entity["offset"] + entity["length"]
    return bool(entity["length"] > 0 and end <= utf16_length(text))
