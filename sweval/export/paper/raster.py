"""Charts as PNG, for formats without reliable vector graphics."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Final

import typst
from PIL import Image

from sweval.export.paper.pdf import fonts

#: Dots per inch of a chart as wide as the text.
PPI: Final = 200
#: Size of the palette: a chart has few colours, and their shades along edges.
COLOURS: Final = 64
TEMPLATE: Final = b"""
#set page(width: eval(sys.inputs.width) * 1mm, height: auto, margin: 0mm)
#set par(spacing: 0pt)
#let pictures = json(bytes(sys.inputs.pictures))
#for (i, svg) in pictures.enumerate() {
  if i > 0 { pagebreak() }
  image(bytes(svg), format: "svg", width: 100%)
}
"""


def pngs(pictures: Sequence[str], width: float) -> list[bytes]:
    """Each SVG as a PNG with a palette, ``width`` mm wide; equal pictures give equal bytes."""
    if not pictures:
        return []
    made = typst.compile(
        TEMPLATE,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"pictures": json.dumps(list(pictures)), "width": str(width)},
        format="png",
        ppi=PPI,
    )
    assert made is not None
    return [_palette(png) for png in ([made] if isinstance(made, bytes) else made)]


def _palette(png: bytes) -> bytes:
    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        # The other methods take five times as long and look the same.
        few = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(small, "PNG", dpi=(PPI, PPI))
    return small.getvalue()
