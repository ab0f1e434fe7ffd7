"""What the files of the page promise without a browser: contrast, safety, nothing from outside."""

import re
from pathlib import Path

import pytest

import sandbox

PAGE = Path(sandbox.__file__).parent / "page"
SOURCES = sorted(path for path in PAGE.iterdir() if path.suffix in {".html", ".css", ".js", ".svg"})
STYLE = (PAGE / "style.css").read_text(encoding="utf-8")
TEXT_RATIO = 4.5
EDGE_RATIO = 3.0
TEXT_ON_GROUND = [
    ("text", "panel"),
    ("text", "chat"),
    ("text", "own"),
    ("text", "other"),
    ("text", "accent-soft"),
    ("muted", "panel"),
    ("muted", "chat"),
    ("muted", "other"),
    ("own-muted", "own"),
    ("accent", "panel"),
    ("accent", "chat"),
    ("accent", "own"),
    ("accent", "other"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("good", "panel"),
    ("bad", "panel"),
    ("bad", "bad-soft"),
    *((f"tint-{number}", "other") for number in range(6)),
    *((f"tint-{number}", "panel") for number in range(6)),
]


def colours(scheme: str) -> dict[str, str]:
    """Return the custom colours of the light or the dark scheme."""
    light, dark = re.findall(r":root \{(.*?)\n *\}", STYLE, flags=re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return (
        found
        if scheme == "light"
        else found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark))
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(scheme: str, text: str, ground: str) -> None:
    known = colours(scheme)
    assert contrast(known[text], known[ground]) >= TEXT_RATIO


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["panel", "chat"])
def test_the_edges_of_fields_and_buttons_can_be_seen(scheme: str, ground: str) -> None:
    known = colours(scheme)
    assert contrast(known["line-strong"], known[ground]) >= EDGE_RATIO


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_is_taken_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"""(?:src|href|from|import|url)\W{1,3}(?:https?:)?//""", text) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_words_never_become_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    dangerous = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
    assert re.findall(dangerous, text) == []


def test_the_page_forbids_itself_everything_but_its_own_server() -> None:
    policy = re.search(
        r'Content-Security-Policy" content="([^"]*)"', (PAGE / "index.html").read_text("utf-8")
    )
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
