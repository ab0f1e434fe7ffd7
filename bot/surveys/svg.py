"""Drawing by hand: the few shapes a chart is made of, and where a line of text breaks."""

from collections.abc import Iterable
from html import escape
from textwrap import wrap

FONT = "'PT Sans', 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif"
INK, FAINT, BAR, GRID = "#1d2733", "#566270", "#79a3cf", "#d5dce4"
_WIDTH_OF_LETTER, _OF_BOLD = 0.56, 0.65
"""Of the font's size: a little more than the average Cyrillic letter takes."""


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit this width."""
    letters = max(int(width / (size * (_OF_BOLD if bold else _WIDTH_OF_LETTER))), 8)
    return wrap(text, letters) or [""]


def text(
    x: float, y: float, lines: Iterable[str], size: float = 15, *, look: str = "", anchor: str = ""
) -> str:
    """Lines of text; the first one's base line is at y."""
    spans = "".join(
        f'<tspan x="{x:g}" dy="{0 if at == 0 else size * 1.25:g}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    end = f' text-anchor="{anchor}"' if anchor else ""
    style = f" {look}" if look else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{end}{style}>{spans}</text>'


def box(x: float, y: float, width: float, height: float, colour: str = BAR) -> str:
    """A bar."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):.1f}" height="{height:g}"'
        f' fill="{colour}"/>'
    )


def line(x: float, y: float, to_x: float, to_y: float, look: str = f'stroke="{GRID}"') -> str:
    """A straight line."""
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" {look}/>'


def picture(name: str, height: float, width: float, shapes: Iterable[str], told: str) -> str:
    """The whole picture; a screen reader reads its name and what it shows."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img" font-family="{FONT}" fill="{INK}">'
        f"<title>{escape(name)}</title><desc>{escape(told)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(shapes)}</svg>'
    )
