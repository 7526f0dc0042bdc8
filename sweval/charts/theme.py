"""Fonts, colours and sizes of every chart; new figures, and their export as inline SVG."""

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
MIDDLE: Final = "#8fa9c3"  # blue half way to the tint: values between
TINT: Final = "#d5e0eb"  # the full mark or target
NEUTRAL: Final = "#8a95a1"  # not judged
LINE: Final = "#7d8894"  # thresholds and connecting lines
RULE: Final = "#dfe3e8"  # hairlines that guide the eye
WARNING: Final = "#9a4f00"  # always with WARNING_MARK or a pattern, never by colour alone
WARNING_MARK: Final = "▼"

MARGIN: Final = 2.0  # px left free at each side: strokes may exceed their advance
WIDTH: Final = 720  # design width in px; narrower screens scroll
LABEL: Final = 13.0  # px
TICK: Final = 12.0  # px
PITCH: Final = 30.0  # px from row to row
BAR: Final = 13.0  # px, the thickness of a bar
HEAD: Final = 26.0  # px above a plot, for the names of vertical lines
AXIS: Final = 24.0  # px below a plot, for the ticks

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
    """Apply the project's matplotlib settings; the caller's are restored afterwards."""
    # Only the settings that differ: setting all 300 each time takes longer than drawing.
    differing: Any = {key: value for key, value in _SETTINGS.items() if matplotlib.rcParams[key] != value}
    with matplotlib.rc_context(differing):
        yield


def mix(first: str, second: str, weight: float) -> str:
    """Mix two colours: ``weight`` 0 gives ``first``, 1 gives ``second``.

    >>> mix(BACKGROUND, INK, 0.0), mix(BACKGROUND, INK, 1.0)
    ('#ffffff', '#1b2733')
    """
    pairs = zip(to_rgb(first), to_rgb(second), strict=True)
    red, green, blue = (start + (end - start) * weight for start, end in pairs)
    return to_hex((red, green, blue))


def font_path(bold: bool = False) -> Path:
    """Path of the regular or bold face."""
    return FONT_FOLDER / FONT_FILES[bold]


@functools.cache
def font(size: float, bold: bool = False) -> FontProperties:
    """The project's face at ``size`` px, registered with matplotlib on first use."""
    _register_fonts()
    return FontProperties(family=FONT_FAMILY, weight=700 if bold else 400, size=size)


@functools.cache
def _register_fonts() -> None:
    for bold in FONT_FILES:
        fontManager.addfont(font_path(bold))


def new_figure(width_px: float, height_px: float) -> Figure:
    """An empty white figure whose points are px, not registered with pyplot."""
    figure = Figure(
        figsize=(width_px / 72, height_px / 72), dpi=72, facecolor=BACKGROUND, edgecolor="none", linewidth=0
    )
    FigureCanvasAgg(figure)
    return figure


@styled()
def to_svg(figure: Figure, name: str, alt: str) -> str:
    """Export the figure as one inline ``<svg>`` element; its text stays text.

    ``name`` (lower-case letters, digits, hyphens) prefixes every id, so that several charts can share a page;
    ``alt`` describes the chart and becomes its ``<title>``.
    """
    canvas, dpi = figure.canvas, figure.dpi
    buffer = io.StringIO()
    try:
        with warnings.catch_warnings():
            # A missing glyph is reported earlier, with its cell, when the data are checked.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
                buffer, metadata={"Date": None}
            )
    finally:
        figure.set_canvas(canvas)
        figure.dpi = dpi
    return tidy(buffer.getvalue(), name=name, alt=alt, font_family=FONT_FAMILY, font_size=LABEL)
