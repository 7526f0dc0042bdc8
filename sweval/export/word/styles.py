"""The page and the styles of a Word report, after GB/T 9704, without red head and document number."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from sweval.export.word.xml import elements, field, paragraph, run

#: GB/T 9704: the text area is 156 mm × 225 mm, 22 lines of 28 characters.
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
WIDTH: Final = 210 - LEFT - RIGHT
LINE: Final = 28
#: Character spacing in twentieths of a point: 28 characters of 16 pt are a little wider than the line.
CLOSER: Final = -6
SONG, FANG_SONG, KAI, HEI, LATIN = "宋体", "仿宋", "楷体", "黑体", "Times New Roman"
INK: Final = RGBColor(0, 0, 0)
WARNING: Final = RGBColor(0x9A, 0x4F, 0)
GREY: Final = RGBColor(0x59, 0x63, 0x6E)
_BOTH: Final = WD_ALIGN_PARAGRAPH.JUSTIFY
_LEFT: Final = WD_ALIGN_PARAGRAPH.LEFT
_CENTER: Final = WD_ALIGN_PARAGRAPH.CENTER
_RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT

#: Paragraph styles: id, name, font, size in pt, bold, line height in pt (0: single), first line indented, alignment.
STYLES: Final = (
    ("Normal", "Normal", FANG_SONG, 16, False, LINE, False, _BOTH),
    ("ReportBody", "报告正文", FANG_SONG, 16, False, LINE, True, _BOTH),
    ("Heading1", "Heading 1", HEI, 16, False, LINE, True, _LEFT),
    ("Heading2", "Heading 2", KAI, 16, False, LINE, True, _LEFT),
    ("Heading3", "Heading 3", FANG_SONG, 16, True, LINE, True, _LEFT),
    ("Heading4", "Heading 4", FANG_SONG, 16, False, LINE, True, _LEFT),
    ("Title", "Title", SONG, 22, True, 36, False, _CENTER),
    ("ReportStatus", "报告状态", HEI, 14, False, LINE, False, _CENTER),
    ("ReportSubtitle", "报告副题", KAI, 16, False, LINE, False, _CENTER),
    ("CoverLine", "封面各方", FANG_SONG, 16, False, LINE, False, _LEFT),
    ("Caption", "Caption", HEI, 12, False, 20, False, _LEFT),
    ("TableText", "表格文字", SONG, 10.5, False, 0, False, _LEFT),
    ("SmallTableText", "表格小字", SONG, 8, False, 0, False, _LEFT),
    ("SmallNote", "注", SONG, 10.5, False, 16, False, _LEFT),
    ("Picture", "图", SONG, 10.5, False, 0, False, _CENTER),
    ("Finding", "意见", FANG_SONG, 16, False, LINE, True, _BOTH),
    ("Signature1", "落款", FANG_SONG, 16, False, LINE, False, _RIGHT),
    ("ContentsTitle", "目录标题", HEI, 16, False, LINE, False, _CENTER),
    ("TOC1", "toc 1", HEI, 14, False, 20, False, _LEFT),
    ("TOC2", "toc 2", KAI, 14, False, 20, False, _LEFT),
    ("TOC3", "toc 3", FANG_SONG, 14, False, 20, False, _LEFT),
    ("Header", "Header", SONG, 9, False, 0, False, _CENTER),
    ("Footer", "Footer", SONG, 14, False, 0, False, _LEFT),
)


@lru_cache(maxsize=1)
def styled() -> bytes:
    """An empty document with all styles; made once, since it takes as long as a report's body."""
    document = docx.Document()
    for style in STYLES:
        _style(document, *style)
    _character_style(document, "SourceMark", "来源标记", 9, GREY)
    for level, indent in (("TOC1", 0), ("TOC2", 2), ("TOC3", 4)):
        contents = _named(document, level).paragraph_format
        contents.left_indent = Pt(14 * indent)
        contents.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _named(document, "ReportStatus").font.color.rgb = WARNING
    _named(document, "Caption").paragraph_format.space_before = Pt(6)
    _named(document, "Caption").paragraph_format.keep_with_next = True
    _named(document, "Picture").paragraph_format.keep_with_next = True
    _modern(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def lay_out(document: Document, mark: str) -> None:
    """Set the page, the header with the report's ``mark``, and page numbers, right on odd and left on even pages."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    # The page number is 7 mm below the text.
    section.header_distance, section.footer_distance = Mm(20), Mm(BOTTOM - 7 - 6)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header, section.first_page_header):
        _only(header, paragraph("Header", run(mark)))
    number = (run("— "), field("PAGE", "1"), run(" —"))
    _only(
        section.footer, paragraph("Footer", *number, properties='<w:ind w:right="280"/><w:jc w:val="right"/>')
    )
    _only(section.even_page_footer, paragraph("Footer", *number, properties='<w:ind w:left="280"/>'))


def _only(part: Any, xml: str) -> None:
    part.is_linked_to_previous = False
    for element in list(part._element):
        part._element.remove(element)
    part._element.extend(elements(xml))


def _named(document: Document, style_id: str) -> Any:
    return next(style for style in document.styles if style.style_id == style_id)


def _style(
    document: Document,
    style_id: str,
    name: str,
    font: str,
    size: float,
    bold: bool,
    line: float,
    indented: bool,
    align: WD_ALIGN_PARAGRAPH,
) -> None:
    known = {style.style_id for style in document.styles}
    style: Any = (
        _named(document, style_id)
        if style_id in known
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    )
    style.element.set(qn("w:styleId"), style_id)
    if style_id != "Normal":
        style.base_style = _named(document, "Normal")
    for inherited in ("w:pPr", "w:rPr"):
        for element in style.element.findall(qn(inherited)):
            # The template's outline level stays; all else is set below.
            level = element.find(qn("w:outlineLvl"))
            for child in list(element):
                if child is not level:
                    element.remove(child)
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, INK
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    style.quick_style, style.hidden, style.unhide_when_used = True, False, False
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.alignment = align
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if line else WD_LINE_SPACING.SINGLE
    if line:
        form.line_spacing = Pt(line)
    form.first_line_indent = Pt(2 * size if indented else 0)
    form.keep_with_next = style_id.startswith("Heading")
    form.widow_control = True
    if size == 16 and line == LINE:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(CLOSER))
        _in_order(style.element.get_or_add_rPr(), spacing)


def _in_order(properties: Any, spacing: Any) -> None:
    """Insert the character spacing where the schema requires it: before the size."""
    size = properties.find(qn("w:sz"))
    if size is None:
        properties.append(spacing)
    else:
        size.addprevious(spacing)


def _character_style(document: Document, style_id: str, name: str, size: float, color: RGBColor) -> None:
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    style.element.set(qn("w:styleId"), style_id)
    style.font.size, style.font.color.rgb = Pt(size), color


def _modern(document: Document) -> None:
    """Turn off the compatibility mode, and set the language to Chinese."""
    settings: Any = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    defaults: Any = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
        language.set(qn("w:val"), "zh-CN")
