"""Web fonts: the CSS with the project's font for a page's Chinese text, without any request.

Each page holds, for either weight, a pre-built font of common characters, the same in every report, and a remainder
font of its other characters, which depends on the text alone: so a page's bytes depend on its station alone.

Font files, licence and lists are made by ``tools/make_fonts.py``.
"""

from __future__ import annotations

import base64
import io
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb
from fontTools.ttLib import woff2

FAMILY: Final = "Sweval Sans"
FONT_DIR: Final = Path(__file__).resolve().parents[1] / "fonts"
WEIGHTS: Final = {400: "Regular", 700: "Bold"}

# Line ends and tabs control the layout. Other controls count as missing: HTML and XML forbid them.
_STEERING: Final = frozenset("\t\n\r")
# Horizontal text in one language needs neither shaping nor vertical metrics nor hinting. Without kerning a browser
# sets text as wide as it was measured for the charts.
_DROPPED_TABLES: Final = ("BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "prep", "vhea", "vmtx")
# Family, style, full and PostScript names; copyright and licence, which the OFL requires in every copy.
_KEPT_NAMES: Final = (0, 1, 2, 4, 6, 13, 14)


class MissingGlyph(ValueError):
    """A text needs characters that the font lacks; ``characters`` holds them in order of code point."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters: tuple[str, ...] = tuple(sorted(set(characters)))
        super().__init__("字体中没有字符 " + "、".join(_named(character) for character in self.characters))


def _named(character: str) -> str:
    shown = f" {character}" if character.isprintable() else ""
    return f"U+{ord(character):04X}{shown}"


def font_path(weight: int) -> Path:
    """Path of the complete TTF of a weight (400 or 700)."""
    return FONT_DIR / f"SwevalSans-{_style(weight)}.ttf"


def common_font_path(weight: int) -> Path:
    """Path of the pre-built page font of a weight (400 or 700)."""
    return FONT_DIR / f"SwevalSans-{_style(weight)}.common.woff2"


def common_list_path(weight: int) -> Path:
    """Path of the text file that lists the characters of the pre-built page font."""
    return FONT_DIR / f"common-{_style(weight).lower()}.txt"


def _style(weight: int) -> str:
    if weight not in WEIGHTS:
        raise ValueError(f"weight {weight}: the fonts have {sorted(WEIGHTS)}")
    return WEIGHTS[weight]


@lru_cache
def coverage(weight: int) -> frozenset[int]:
    """Code points the complete font of a weight has a glyph for."""
    return frozenset(_face(weight).unicodes)


@lru_cache
def common_characters(weight: int) -> frozenset[int]:
    """Code points the pre-built page font of a weight holds."""
    return frozenset(map(ord, common_list_path(weight).read_text(encoding="utf-8").rstrip("\n")))


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Distinct characters of ``text`` that cannot be shown, in order of code point; white space always can.

    A character must be in both weights, since any text may be part of a heading. Invisible characters that the font
    lacks, such as zero-width spaces, count too: as typing errors they make two equal-looking names differ.

    >>> missing_glyphs("石碁镇\\n")
    ()
    >>> missing_glyphs("完成😀")
    ('😀',)
    """
    characters = set(text)
    return tuple(sorted(set().union(*(_lacking(weight, characters) for weight in WEIGHTS))))


def _lacking(weight: int, characters: Iterable[str]) -> set[str]:
    covered = coverage(weight)
    return {c for c in characters if ord(c) not in covered and not _is_white_space(c)}


def _is_white_space(character: str) -> bool:
    return character in _STEERING or unicodedata.category(character).startswith("Z")


def font_face_css(regular_text: str, bold_text: str) -> str:
    """``@font-face`` rules with embedded fonts for a page with these texts in weight 400 and 700.

    The result depends on the set of characters alone; no character is in two fonts of a weight. Raises
    ``MissingGlyph`` with every character that the font of its weight lacks.
    """
    texts = {400: set(regular_text), 700: set(bold_text)}
    lacking = set().union(*(_lacking(weight, characters) for weight, characters in texts.items()))
    if lacking:
        raise MissingGlyph(lacking)
    rules = []
    for weight, characters in texts.items():
        rules.append(_common_rule(weight))
        # A browser spaces white space without a glyph.
        rest = (coverage(weight) & set(map(ord, characters))) - common_characters(weight)
        if rest:
            rules.append(_rule(weight, subset_woff2(weight, rest), rest))
    return "\n".join(rules) + "\n"


@lru_cache
def _common_rule(weight: int) -> str:
    # Without its range of 8 kB: a browser tries the later rules first.
    return _rule(weight, common_font_path(weight).read_bytes())


def _rule(weight: int, font: bytes, code_points: Iterable[int] = ()) -> str:
    data = base64.b64encode(font).decode("ascii")
    only = f";unicode-range:{unicode_range(code_points)}" if code_points else ""
    return (
        f'@font-face{{font-family:"{FAMILY}";font-style:normal;font-weight:{weight};font-display:block;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2"){only}}}'
    )


def unicode_range(code_points: Iterable[int]) -> str:
    """Code points as the shortest CSS ``unicode-range``.

    >>> unicode_range([0x41, 0x4E00, 0x42])
    'U+41-42,U+4E00'
    """
    runs: list[list[int]] = []
    for point in sorted(set(code_points)):
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in runs)


@lru_cache
def _face(weight: int) -> hb.Face:
    # From the path: the file is mapped, so forked children share its 10 MB.
    return hb.Face(hb.Blob.from_file_path(str(font_path(weight))))


def subset_woff2(weight: int, code_points: Iterable[int], *, compact: bool = False) -> bytes:
    """A woff2 font with exactly these code points of a weight; equal sets give equal bytes.

    ``compact`` transforms the outlines first: a sixth smaller, and several times as slow. fontTools uses brotli's
    highest level: 7 of a usual page's 45 ms, 0.4 s for 300 characters.
    """
    plan = hb.SubsetInput()
    plan.unicode_set.update(set(code_points))
    # Without NO_BIDI_CLOSURE a bracket adds its mirror image, and unicode-range is wrong.
    plan.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_BIDI_CLOSURE
    plan.drop_table_tag_set.update({int.from_bytes(tag.encode("ascii"), "big") for tag in _DROPPED_TABLES})
    plan.name_id_set.clear()
    plan.name_id_set.update(set(_KEPT_NAMES))
    font = hb.subset(_face(weight), plan)
    stream = io.BytesIO()
    tables = ("glyf", "loca", "hmtx") if compact else ()
    flavour = woff2.WOFF2FlavorData(transformedTables=tables)
    writer = woff2.WOFF2Writer(stream, len(font.table_tags), flavor="woff2", flavorData=flavour)
    for tag in font.table_tags:
        writer[tag] = font.reference_table(tag).data
    writer.close()
    return stream.getvalue()
