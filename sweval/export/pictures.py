"""Pictures: an SVG may only draw. It comes out of a notebook, which anybody may have edited."""

from __future__ import annotations

from typing import Final
from xml.etree import ElementTree

SVG: Final = "{http://www.w3.org/2000/svg}"
#: The elements matplotlib draws with; none of them runs, fetches or embeds anything.
_NAMES: Final = "svg title desc defs g path rect circle ellipse line polyline polygon pattern marker clipPath text tspan use"
DRAWING: Final = frozenset(SVG + name for name in _NAMES.split())


def unsafe(svg: str) -> str:
    """What in ``svg`` does more than draw, in Chinese; empty where nothing does.

    >>> unsafe('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    ''
    >>> unsafe('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    '不允许的元素 script'
    """
    if "<!" in svg:
        return "不允许的声明"
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return "不完整的图形"
    for element in root.iter():
        if element.tag not in DRAWING:
            return f"不允许的元素 {element.tag.rpartition('}')[2]}"
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or (plain == "href" and not value.startswith("#")):
                return f"不允许的属性 {plain}"
            if "url(" in value.replace("url(#", ""):
                return f"不允许的引用 {value[:40]}"
    return ""
