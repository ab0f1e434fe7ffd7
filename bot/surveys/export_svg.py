"""All charts of a wave in one archive, to be put into a presentation as they are. Blocking."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.surveys.charts import charts
from bot.surveys.closed_wave import ClosedWave

_SAME_DAY = (1980, 1, 1, 0, 0, 0)


def write_svg(wave: ClosedWave, file: Path) -> list[Path]:
    """Write the archive: one SVG for each chart, named by its question's code."""
    with ZipFile(file, "w") as archive:
        for chart in charts(wave.results, wave.words):
            entry = ZipInfo(f"{chart.name}.svg", _SAME_DAY)
            archive.writestr(entry, chart.svg, ZIP_DEFLATED)
    return [file]
