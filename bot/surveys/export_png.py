"""The charts as PNG for programs that take no SVG. Blocking.

The font comes with the program: a bare server has none, and everywhere the pictures are the same.
"""

from importlib.resources import files
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from bot.surveys.charts import charts
from bot.surveys.closed_wave import ClosedWave

WIDTH = 1920
"""Pixels: as wide as a projector shows; the height follows from the chart."""

_SAME_DAY = (1980, 1, 1, 0, 0, 0)
_FAMILY = "Open Sans"
_FACES = ("Regular", "Bold", "Italic")
_SPELT = str.maketrans({"\u2011": "-", "₽": "руб.", "→": "–"})
"""Signs that the font lacks and that Russian texts have."""


def write_png(wave: ClosedWave, file: Path) -> list[Path]:
    """Write the archive: one PNG for each chart, named by its question's code."""
    with ZipFile(file, "w") as archive:
        for chart in charts(wave.results, wave.words):
            # a PNG is packed already
            archive.writestr(ZipInfo(f"{chart.name}.png", _SAME_DAY), drawn(chart.svg), ZIP_STORED)
    return [file]


def drawn(svg: str) -> bytes:
    """The picture as PNG, `WIDTH` pixels wide. Fonts of the machine are not looked at."""
    import resvg_py  # noqa: PLC0415 - only who exports pictures loads what draws them

    fonts = files("ttf_opensans").joinpath("ttf")
    return resvg_py.svg_to_bytes(
        svg_string=svg.translate(_SPELT),
        width=WIDTH,
        skip_system_fonts=True,
        font_files=[str(fonts.joinpath(f"OpenSans-{face}.ttf")) for face in _FACES],
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
    )
