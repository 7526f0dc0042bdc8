"""What a reader sees of a chart at a glance: is anything cut, printed over another, or hard to read?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

CONTRAST = 4.5  # WCAG 2, level AA, text of ordinary size
SEEN_SHARE = 0.03  # of a text's box: less than this is a hairline, which ``crossed_texts`` looks for


def visible_texts(figure: Figure) -> list[Text]:
    """All texts of the figure that print something."""
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def clipped_texts(figure: Figure, tolerance: float = 0.5) -> list[str]:
    """Texts that reach more than ``tolerance`` px over the edge of the picture."""
    with _drawn(figure) as canvas:
        frame = figure.bbox
        return [
            text.get_text()
            for text, box in _boxes(figure, canvas)
            if box.x0 < frame.x0 - tolerance
            or box.y0 < frame.y0 - tolerance
            or box.x1 > frame.x1 + tolerance
            or box.y1 > frame.y1 + tolerance
        ]


def overlapping_texts(figure: Figure, tolerance: float = 0.5) -> list[tuple[str, str]]:
    """Pairs of texts of which one is printed over the other."""
    with _drawn(figure) as canvas:
        boxes = [(text.get_text(), box) for text, box in _boxes(figure, canvas)]
    return [
        (first, second)
        for number, (first, a) in enumerate(boxes)
        for second, b in boxes[number + 1 :]
        if min(a.x1, b.x1) - max(a.x0, b.x0) > tolerance and min(a.y1, b.y1) - max(a.y0, b.y0) > tolerance
    ]


def low_contrast_texts(figure: Figure, minimum: float = CONTRAST) -> list[tuple[str, float]]:
    """Texts whose contrast with what lies behind them is below ``minimum``, with the worst contrast found."""
    found = []
    for text, _, colors, shares in _backgrounds(figure):
        ink = _luminance(np.array(to_rgb(text.get_color())))
        worst = min(
            _contrast(ink, _luminance(color / 255))
            for color, share in zip(colors, shares, strict=True)
            if share >= SEEN_SHARE or share == max(shares)
        )
        if worst < minimum:
            found.append((text.get_text(), round(worst, 2)))
    return found


def crossed_texts(figure: Figure, tolerance: float = 0.01) -> list[str]:
    """Texts with a line or the edge of a bar behind them."""
    return [text.get_text() for text, _, _, shares in _backgrounds(figure) if max(shares) < 1 - tolerance]


@contextmanager
def _drawn(figure: Figure) -> Iterator[FigureCanvasAgg]:
    before = figure.canvas
    try:
        yield FigureCanvasAgg(figure)
    finally:
        figure.set_canvas(before)


def _boxes(figure: Figure, canvas: FigureCanvasAgg) -> list[tuple[Text, Bbox]]:
    renderer = canvas.get_renderer()
    return [(text, text.get_window_extent(renderer)) for text in visible_texts(figure)]


def _backgrounds(figure: Figure) -> list[tuple[Text, Bbox, np.ndarray, np.ndarray]]:
    """For each text the colours behind it and the share of its box that each covers."""
    with _drawn(figure) as canvas:
        boxes = _boxes(figure, canvas)
        for text, _ in boxes:
            text.set_visible(False)
        try:
            canvas.draw()
            pixels = np.asarray(canvas.buffer_rgba())[:, :, :3]
        finally:
            for text, _ in boxes:
                text.set_visible(True)
    height = pixels.shape[0]
    found = []
    for text, box in boxes:
        rows = slice(max(int(height - box.y1), 0), max(int(np.ceil(height - box.y0)), 1))
        columns = slice(max(int(box.x0), 0), max(int(np.ceil(box.x1)), 1))
        behind = pixels[rows, columns].reshape(-1, 3)
        colors, counts = np.unique(behind, axis=0, return_counts=True)
        found.append((text, box, colors, counts / counts.sum()))
    return found


def _luminance(rgb: np.ndarray) -> float:
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _contrast(first: float, second: float) -> float:
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def contrast_of(one: Sequence[float], other: Sequence[float]) -> float:
    """The contrast of two colours given as red, green and blue of 0 to 255."""
    first, second = (_luminance(np.asarray(color) / 255) for color in (one, other))
    return _contrast(first, second)
