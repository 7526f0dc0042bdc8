"""The fonts in a page: what they cover, what they refuse, and that the same text gives the same bytes."""

from __future__ import annotations

import base64
import doctest
import io
import re
from dataclasses import dataclass

import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from sweval.domain.disclosure.editions import Edition
from sweval.evaluation import Evaluation
from sweval.export.html import webfont
from sweval.export.html.text import text_by_weight
from tests.pages import page

COMMON_BUDGET = {400: 230_000, 700: 100_000}  # bytes of every page, before base64
RARE = "䶮㙟龘𬭎"  # the last lies beyond U+FFFF
MIRRORED = "〖"  # its mirror image 〗 must not come along


@dataclass(frozen=True)
class Rule:
    """One ``@font-face`` rule as a browser reads it."""

    weight: int
    points: frozenset[int]
    font: TTFont
    size: int


def rules_of(css: str) -> list[Rule]:
    """The rules of a style sheet, fonts decoded; anything that isn't a rule of ours is an error."""
    pattern = re.compile(
        r'@font-face\{font-family:"Sweval Sans";font-style:normal;font-weight:(\d+);font-display:block;'
        r'src:url\(data:font/woff2;base64,([A-Za-z0-9+/=]+)\) format\("woff2"\)'
        r"(?:;unicode-range:([U+0-9A-F,-]+))?\}\n"
    )
    assert pattern.sub("", css) == ""
    found = []
    for weight, data, ranges in pattern.findall(css):
        raw = base64.b64decode(data, validate=True)
        font = TTFont(io.BytesIO(raw))
        # A rule without a range is for whatever its font holds.
        points = [] if ranges else list(font.getBestCmap())
        for part in filter(None, ranges.split(",")):
            first, _, last = part.removeprefix("U+").partition("-")
            points += range(int(first, 16), int(last or first, 16) + 1)
        assert len(points) == len(set(points))
        found.append(Rule(int(weight), frozenset(points), font, len(raw)))
    return found


def points_of(rules: list[Rule], weight: int) -> list[int]:
    return [point for rule in rules if rule.weight == weight for point in rule.points]


def uncommon(weight: int, count: int) -> str:
    rest = sorted(
        webfont.coverage(weight) - webfont.common_characters(weight) - set(map(ord, RARE + MIRRORED))
    )
    return "".join(map(chr, rest[:: len(rest) // count][:count]))


@pytest.mark.parametrize("weight", [400, 700])
def test_the_complete_fonts_hold_characters_of_real_names_that_small_fonts_lack(weight: int) -> None:
    assert set(map(ord, "碁" + RARE)) <= webfont.coverage(weight)
    assert len(webfont.coverage(weight)) > 30_000


@pytest.mark.parametrize("weight", [400, 700])
def test_the_coverage_is_what_the_cmap_of_the_file_says(weight: int) -> None:
    assert webfont.coverage(weight) == TTFont(webfont.font_path(weight)).getBestCmap().keys()


def test_both_weights_cover_the_same_characters() -> None:
    assert webfont.coverage(400) == webfont.coverage(700)


@pytest.mark.parametrize(("weight", "style"), [(400, "Regular"), (700, "Bold")])
def test_the_name_table_speaks_only_of_the_private_family(weight: int, style: str) -> None:
    names = TTFont(webfont.font_path(weight))["name"]
    expected = {
        1: "Sweval Sans",
        2: style,
        4: f"Sweval Sans {style}",
        6: f"SwevalSans-{style}",
        16: "Sweval Sans",
        17: style,
    }
    assert {name_id: names.getDebugName(name_id) for name_id in expected} == expected
    assert names.getDebugName(3).endswith(f";SwevalSans-{style}")
    assert not [record for record in names.names if re.search("noto", record.toUnicode(), re.IGNORECASE)]


@pytest.mark.parametrize("weight", [400, 700])
def test_copyright_and_licence_stay_in_every_font(weight: int) -> None:
    cut = io.BytesIO(webfont.subset_woff2(weight, map(ord, RARE)))
    for font in (webfont.font_path(weight), webfont.common_font_path(weight), cut):
        names = TTFont(font)["name"]
        assert "Adobe" in names.getDebugName(0)
        assert "SIL Open Font License, Version 1.1" in names.getDebugName(13)


def test_the_licence_lies_beside_the_fonts_with_the_copyright_line() -> None:
    text = (webfont.FONT_DIR / "OFL.txt").read_text(encoding="utf-8")
    assert text.startswith("Copyright 2014-2021 Adobe")
    assert "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007" in text


@pytest.mark.parametrize("weight", [400, 700])
def test_matplotlib_reads_family_and_weight_from_the_file(weight: int) -> None:
    entry = font_manager.ttfFontProperty(font_manager.get_font(webfont.font_path(weight)))
    assert (entry.name, entry.weight, entry.style) == ("Sweval Sans", weight, "normal")


def test_another_weight_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="weight 500"):
        webfont.font_path(500)


@pytest.mark.parametrize("weight", [400, 700])
def test_the_pre_built_font_holds_exactly_its_list_within_its_budget(weight: int) -> None:
    text = webfont.common_list_path(weight).read_text(encoding="utf-8")
    assert text == "".join(sorted(set(text) - {"\n"})) + "\n"
    assert TTFont(webfont.common_font_path(weight)).getBestCmap().keys() == webfont.common_characters(weight)
    assert webfont.common_font_path(weight).stat().st_size <= COMMON_BUDGET[weight]


@pytest.mark.parametrize("edition", ["working", "official"])
def test_nearly_all_that_a_report_says_is_in_the_pre_built_fonts(
    edition: Edition, evaluation: Evaluation
) -> None:
    body = page(evaluation, edition)
    for weight, text in zip(webfont.WEIGHTS, text_by_weight(body), strict=True):
        rest = set(map(ord, text)) - webfont.common_characters(weight)
        assert len(rest) <= len(text) / 10


def test_missing_characters_are_found_once_in_order_of_code_point() -> None:
    assert webfont.missing_glyphs("石碁镇😀完成\U000f0000😀\ue000") == ("\ue000", "😀", "\U000f0000")


def test_white_space_is_never_missing() -> None:
    assert webfont.missing_glyphs("镇\n村\t社\r\n区\u3000\u00a0\u2009\u2028") == ()


@pytest.mark.parametrize(
    "character", ["\u200b", "\ufeff", "\u200e", "\x0b", "\x0c", "\x1c", "\x00", "\ud800"]
)
def test_what_shows_nothing_but_is_no_white_space_is_named(character: str) -> None:
    assert (webfont.missing_glyphs(f"石{character}碁"), webfont.missing_glyphs("石碁")) == ((character,), ())


@pytest.mark.parametrize(
    ("regular", "bold"), [("石😀\u200b\ue000", ""), ("", "石😀\u200b\ue000"), ("😀", "石\u200b\ue000")]
)
def test_a_missing_glyph_is_named_with_its_code_point(regular: str, bold: str) -> None:
    with pytest.raises(webfont.MissingGlyph) as raised:
        webfont.font_face_css(regular, bold)
    assert raised.value.characters == ("\u200b", "\ue000", "😀")
    assert str(raised.value) == "字体中没有字符 U+200B、U+E000、U+1F600 😀"


def test_a_short_code_point_is_written_with_four_digits() -> None:
    assert str(webfont.MissingGlyph("\x0c")) == "字体中没有字符 U+000C"


def test_common_text_needs_the_pre_built_fonts_alone() -> None:
    rules = rules_of(webfont.font_face_css("石碁镇社工站，2024年。\n", "评估"))
    assert [(rule.weight, rule.size) for rule in rules] == [
        (weight, webfont.common_font_path(weight).stat().st_size) for weight in (400, 700)
    ]


def test_the_fonts_of_a_page_cover_its_text_and_the_remainder_nothing_else() -> None:
    texts = {400: f"石碁镇{RARE}{MIRRORED}\n{uncommon(400, 60)}", 700: f"评估{RARE}{uncommon(700, 20)}"}
    rules = rules_of(webfont.font_face_css(texts[400], texts[700]))
    assert [rule.weight for rule in rules] == [400, 400, 700, 700]
    for weight, (pre_built, remainder) in {400: rules[:2], 700: rules[2:]}.items():
        wanted = set(map(ord, texts[weight])) - {ord("\n")}
        assert wanted <= set(points_of(rules, weight))
        assert pre_built.points == webfont.common_characters(weight)
        assert remainder.points == wanted - pre_built.points


def test_every_range_names_exactly_the_characters_of_its_font() -> None:
    for rule in rules_of(webfont.font_face_css(RARE + MIRRORED, RARE + MIRRORED)):
        assert rule.points == rule.font.getBestCmap().keys()


def test_no_character_is_in_two_fonts_of_a_weight() -> None:
    rules = rules_of(
        webfont.font_face_css(f"石碁{RARE}{uncommon(400, 30)}", f"石碁{RARE}{uncommon(700, 30)}")
    )
    assert len(rules) == 4
    for weight in (400, 700):
        points = points_of(rules, weight)
        assert len(points) == len(set(points))


@pytest.mark.parametrize("weight", [400, 700])
def test_a_cut_font_keeps_the_outlines_widths_and_heights_of_the_complete_one(weight: int) -> None:
    whole = TTFont(webfont.font_path(weight))
    texts = {400: "", 700: "", weight: f"碁{RARE}"}
    rules = [
        rule for rule in rules_of(webfont.font_face_css(texts[400], texts[700])) if rule.weight == weight
    ]
    # The pre-built font is on a coarser grid than the remainder, which is as the complete one is.
    assert [whole["head"].unitsPerEm // rule.font["head"].unitsPerEm for rule in rules] == [4, 1]
    for rule in rules:
        grid = whole["head"].unitsPerEm // rule.font["head"].unitsPerEm
        for character in map(chr, rule.points & set(map(ord, f"Aj，碁{RARE}"))):
            old, new = (font.getBestCmap()[ord(character)] for font in (whole, rule.font))
            assert whole["hmtx"][old] == pytest.approx(
                [grid * n for n in rule.font["hmtx"][new]], abs=grid - 1
            )
            before, _, _ = whole["glyf"][old].getCoordinates(whole["glyf"])
            after, _, _ = rule.font["glyf"][new].getCoordinates(rule.font["glyf"])
            assert len(before) == len(after)
            assert (
                max(
                    abs(x - grid * y)
                    for one, other in zip(before, after, strict=True)
                    for x, y in zip(one, other, strict=True)
                )
                <= grid - 1
            )
        for table, field in (("hhea", "ascent"), ("hhea", "descent")):
            assert getattr(whole[table], field) == grid * getattr(rule.font[table], field)
        assert whole["OS/2"].usWeightClass == rule.font["OS/2"].usWeightClass


def test_order_and_repetition_in_the_text_do_not_change_the_bytes() -> None:
    regular, bold = f"石碁{RARE}{uncommon(400, 40)}", f"评估{RARE}{uncommon(700, 10)}"
    first = webfont.font_face_css(regular, bold)
    assert first == webfont.font_face_css(regular[::-1] * 3 + "\n", bold[::-1] + bold)


def test_one_more_character_changes_the_remainder_only() -> None:
    rare, rarer = (rules_of(webfont.font_face_css(text, "")) for text in (RARE, RARE + MIRRORED))
    assert [rule.points for rule in rare][::2] == [rule.points for rule in rarer][::2]
    assert rarer[1].points - rare[1].points == {ord(MIRRORED)}


def test_regular_and_bold_are_different_fonts() -> None:
    assert webfont.subset_woff2(400, map(ord, RARE)) != webfont.subset_woff2(700, map(ord, RARE))
    assert [rule.font["OS/2"].usWeightClass for rule in rules_of(webfont.font_face_css(RARE, RARE))] == [
        400,
        400,
        700,
        700,
    ]


def test_the_style_sheet_can_stand_in_a_page_and_asks_for_nothing_outside() -> None:
    css = webfont.font_face_css(RARE, RARE)
    assert "<" not in css and "http" not in css
    assert set(re.findall(r"url\((.{16})", css)) == {"data:font/woff2;"}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(webfont).failed == 0
    assert doctest.testmod(webfont).attempted > 0


def test_a_bold_row_ends_where_the_next_begins() -> None:
    page = '<table><tbody><tr class="strong"><th>甲<td>乙\n<tr><th>丙<td>丁</tbody></table>戊'
    regular, bold = text_by_weight(page)
    assert (regular.strip(), bold.strip()) == ("丁丙戊", "乙甲")
