"""The look of every chart: fonts, colours, text sizes, and the way from a figure to inline SVG."""

from __future__ import annotations

import functools
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from sweval.charts.svg import tidy

FONT_FAMILY: Final = "Sweval Sans"
FONT_FOLDER: Final = Path(__file__).resolve().parents[1] / "export" / "fonts"
FONT_FILES: Final = {False: "SwevalSans-Regular.ttf", True: "SwevalSans-Bold.ttf"}

BACKGROUND: Final = "#ffffff"
INK: Final = "#1b2733"  # names and values
GREY: Final = "#59636e"  # secondary text: 6:1 on white, 4.5:1 on the tint
BLUE: Final = "#1f4e79"  # what is measured
MIDDLE: Final = "#8fa9c3"  # the same blue, half way to the tint: shares between
TINT: Final = "#d5e0eb"  # what could have been reached
NEUTRAL: Final = "#8a95a1"  # shown without judgement
LINE: Final = "#7d8894"  # thresholds and connecting lines
RULE: Final = "#dfe3e8"  # hairlines that only guide the eye
WARNING: Final = "#9a4f00"  # never alone: always beside WARNING_MARK or on a pattern
WARNING_MARK: Final = "▼"

MARGIN: Final = 2.0  # px kept free at either side: strokes may reach a little beyond their advance
WIDTH: Final = 720  # design width in px; narrower screens scroll
LABEL: Final = 13.0  # px
TICK: Final = 12.0  # px
PITCH: Final = 30.0  # px from row to row
BAR: Final = 13.0  # px, the thickness of a bar
HEAD: Final = 26.0  # px above a plot, where a vertical line is named
AXIS: Final = 24.0  # px below it, for the ticks

_SETTINGS: Final = {
    # matplotlib's own defaults first, so that a matplotlibrc or a notebook's style cannot change a report.
    **{
        key: value
        for key, value in matplotlib.rcParamsDefault.items()
        if not key.startswith("backend") and key not in ("interactive", "timezone", "toolbar")
    },
    "svg.fonttype": "none",
    "svg.hashsalt": "sweval",
    "text.parse_math": False,
    "text.usetex": False,
    "hatch.linewidth": 1.6,
}


@contextmanager
def styled() -> Iterator[None]:
    """Run a drawing function under the project's settings; the caller's own are left as they were."""
    # Only what is not as it should be: setting all three hundred each time takes longer than drawing.
    differing: Any = {key: value for key, value in _SETTINGS.items() if matplotlib.rcParams[key] != value}
    with matplotlib.rc_context(differing):
        yield


def mix(first: str, second: str, weight: float) -> str:
    """The colour so far on the way from ``first`` (0) to ``second`` (1).

    >>> mix(BACKGROUND, INK, 0.0), mix(BACKGROUND, INK, 1.0)
    ('#ffffff', '#1b2733')
    """
    pairs = zip(to_rgb(first), to_rgb(second), strict=True)
    red, green, blue = (one + (other - one) * weight for one, other in pairs)
    return to_hex((red, green, blue))


def font_path(bold: bool = False) -> Path:
    """Where the regular or the bold face lies."""
    return FONT_FOLDER / FONT_FILES[bold]


@functools.cache
def font(size: float, bold: bool = False) -> FontProperties:
    """Return the project's face at ``size`` px, registered with matplotlib on first use."""
    _register_fonts()
    return FontProperties(family=FONT_FAMILY, weight=700 if bold else 400, size=size)


@functools.cache
def _register_fonts() -> None:
    for bold in FONT_FILES:
        fontManager.addfont(font_path(bold))


def new_figure(width_px: float, height_px: float) -> Figure:
    """Make an empty white figure in which one point is one px, outside pyplot's bookkeeping."""
    figure = Figure(
        figsize=(width_px / 72, height_px / 72), dpi=72, facecolor=BACKGROUND, edgecolor="none", linewidth=0
    )
    FigureCanvasAgg(figure)
    return figure


@styled()
def to_svg(figure: Figure, name: str, alt: str) -> str:
    """Return the figure as one inline ``<svg>`` element whose text is text.

    ``name`` (lower-case letters, digits, hyphens) prefixes every id, so that several charts can share a page;
    ``alt`` says in words what the chart shows and becomes its ``<title>``.
    """
    canvas, dpi = figure.canvas, figure.dpi
    buffer = io.StringIO()
    try:
        with warnings.catch_warnings():
            # A glyph the face lacks is reported with its cell when the data are checked, long before here.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
                buffer, metadata={"Date": None}
            )
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
    return tidy(buffer.getvalue(), name=name, alt=alt, font_family=FONT_FAMILY, font_size=LABEL)
