"""A canvas measured in px, and the marks that every chart is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from sweval.charts import theme
from sweval.charts.layout import LINE_PITCH, Scale, text_width, truncate
from sweval.charts.svg import printable

Align = Literal["left", "center", "right"]
HATCH: Final = "/////"
_BASELINE: Final = 0.37  # distance from the visual middle of a line to its baseline, in text sizes


class Canvas:
    """A figure in px with its origin at the top left; ``y`` is the middle of a mark, never its edge."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.figure = theme.new_figure(width, height)
        self._to_figure = Affine2D().scale(1 / width, -1 / height).translate(0, 1) + self.figure.transFigure
        self._order = 0

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = theme.LABEL,
        color: str = theme.INK,
        bold: bool = False,
        align: Align = "left",
        plate: bool = False,
    ) -> None:
        """Draw one line of plain text, never parsed as markup; a ``plate`` hides the hairlines behind it."""
        text = printable(text).strip()
        if not text:
            return
        if plate:
            width = text_width(text, size, bold)
            left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width
            self.bar(left - 3, left + width + 3, y, size * LINE_PITCH, theme.BACKGROUND)
        self._add(
            Text(
                round(x, 2),
                round(y + size * _BASELINE, 2),
                text,
                color=color,
                fontproperties=theme.font(size, bold),
                horizontalalignment=align,
                verticalalignment="baseline",
                parse_math=False,
            )
        )

    def small(self, x: float, y: float, text: str, align: Align = "left", *, plate: bool = False) -> None:
        """Draw one small grey line: a tick label, a column head, a remark."""
        self.text(x, y, text, size=theme.TICK, color=theme.GREY, align=align, plate=plate)

    def lines_of_text(self, x: float, y: float, lines: Sequence[str], color: str = theme.INK) -> None:
        """Draw a wrapped label centred on ``y``."""
        for number, line in enumerate(lines):
            offset = (number - (len(lines) - 1) / 2) * theme.LABEL * LINE_PITCH
            self.text(x, y + offset, line, color=color)

    def bar(
        self, left: float, right: float, y: float, thickness: float, color: str, *, hatched: bool = False
    ) -> None:
        """Draw a filled bar; ``hatched``: stripes of ``color`` on white."""
        self._add(
            Rectangle(
                (left, y - thickness / 2),
                max(right - left, 0),
                thickness,
                facecolor=theme.BACKGROUND if hatched else color,
                edgecolor=color if hatched else "none",
                hatch=HATCH if hatched else None,
                linewidth=1 if hatched else 0,
            )
        )

    def line(
        self,
        start: tuple[float, float],
        *others: tuple[float, float],
        color: str = theme.RULE,
        width: float = 1.0,
        dashed: bool = False,
    ) -> None:
        """Draw a line through the points."""
        points = (start, *others)
        self._add(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                color=color,
                linewidth=width,
                linestyle=(0, (3, 2.5)) if dashed else "-",
                solid_capstyle="butt",
                dash_capstyle="butt",
            )
        )

    def upright(
        self, x: float, top: float, bottom: float, color: str = theme.RULE, *, dashed: bool = False
    ) -> None:
        """Draw a vertical hairline, aligned to the px grid so that it is sharp."""
        self.line((_sharp(x), top), (_sharp(x), bottom), color=color, dashed=dashed)

    def rule(self, y: float, left: float, right: float, color: str = theme.RULE) -> None:
        """Draw a horizontal hairline, aligned to the px grid."""
        self.line((left, _sharp(y)), (right, _sharp(y)), color=color)

    def axis(
        self, scale: Scale, ticks: Iterable[tuple[float, str]], bottom: float, top: float | None = None
    ) -> None:
        """Draw ticks (value, label) below a plot, with hairlines up to its ``top`` if that is not None."""
        for value, label in ticks:
            if top is not None:
                self.upright(scale(value), top, bottom)
            self.small(scale(value), bottom + 13, label, "center")

    def reference(self, x: float, top: float, bottom: float, name: str) -> None:
        """Draw a named vertical line with white edges, visible on white and on dark bars."""
        self.line((_sharp(x), top - 4), (_sharp(x), bottom), color=theme.BACKGROUND, width=3)
        self.line((_sharp(x), top - 4), (_sharp(x), bottom), color=theme.INK, width=1.3)
        self.name_above(x, top, name)

    def name_above(self, x: float, top: float, name: str) -> None:
        """Draw the name of a vertical line above the plot, moved sideways to stay inside the canvas."""
        name = truncate(name, self.width - 2 * theme.MARGIN, bold=True)
        half = text_width(name, bold=True) / 2 + theme.MARGIN
        self.text(min(max(x, half), self.width - half), top - 14, name, bold=True, align="center")

    def interval(self, start: float, end: float, y: float) -> None:
        """Draw a horizontal line with a short stroke across each end."""
        self.line((start, y), (end, y), color=theme.BLUE, width=2)
        for x in (start, end):
            self.line((x, y - 5), (x, y + 5), color=theme.BLUE, width=2)

    def dot(self, x: float, y: float, radius: float, color: str, *, hollow: bool = False) -> None:
        """Draw a dot; ``hollow``: a ring."""
        fill = theme.BACKGROUND if hollow else color
        self._add(Circle((x, y), radius, facecolor=fill, edgecolor=color, linewidth=1.8 if hollow else 0))

    def shape(self, points: Sequence[tuple[float, float]], color: str) -> None:
        """Draw a filled polygon."""
        self._add(Polygon(list(points), closed=True, facecolor=color, edgecolor="none", linewidth=0))

    def _add(self, artist: Text | Line2D | Rectangle | Circle | Polygon) -> None:
        self._order += 1
        artist.set_transform(self._to_figure)
        artist.set_zorder(self._order)  # later marks cover earlier marks
        self.figure.add_artist(artist)


def _sharp(value: float) -> float:
    return round(value - 0.5) + 0.5
