"""Reduces matplotlib's SVG document to a small element for use inside an HTML page."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree
from xml.sax.saxutils import escape

_SVG: Final = "{http://www.w3.org/2000/svg}"
_XLINK_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,63}")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_NUMBER: Final = re.compile(r"-?\d+\.\d+")
# The outline of a rectangle as matplotlib writes it, corner by corner.
_BOX: Final = re.compile(r"M (\S+) (\S+) L (\S+) \2 L \3 (\S+) L \1 \4 z")
# A path command needs no space on either side.
_BESIDE_LETTER: Final = re.compile(r" ?\b([A-Za-z])\b ?")
# Attributes whose numbers are lengths in px: two decimals are finer than any screen.
_LENGTHS: Final = frozenset({"d", "x", "y", "width", "height", "transform", "points"})
# The defaults of SVG: left out.
_DEFAULTS: Final = frozenset(
    {
        ("stroke-linejoin", "miter"),
        ("stroke-linecap", "butt"),
        ("text-anchor", "start"),
        ("stroke-dashoffset", "0"),
        ("stroke-width", "1"),
    }
)
_DROPPED: Final = frozenset({"metadata", "style", "title", "script"})


def tidy(document: str, *, name: str, alt: str, font_family: str, font_size: float) -> str:
    """Rewrite an SVG ``document`` written by matplotlib as one self-contained ``<svg>`` element.

    Prolog, document type, metadata, style sheet and unreferenced ids are dropped; styles become attributes; the
    other ids are prefixed with ``name-``. ``font_size`` (px), the most frequent size, is written once, on the root.
    Raises ``ValueError`` for a ``name`` that can't be an id.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"figure name {name!r}: lower-case letters, digits and hyphens, a letter first")
    root = ElementTree.fromstring(document)
    view_box = root.get("viewBox", "")
    width, height = (_short(length) for length in view_box.split()[2:])
    opening = {
        "xmlns": "http://www.w3.org/2000/svg",
        "role": "img",
        "aria-labelledby": f"{name}-title",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        "font-family": font_family,
        "font-size": _short(str(font_size)),
    }
    used = _referenced(root)
    usual = _DEFAULTS | {("font-size", opening["font-size"])}
    body = "".join(_element(child, name, used, usual) for child in root)
    title = f'<title id="{name}-title">{escape(printable(alt))}</title>'
    return f"<svg{_attributes(opening)}>{title}{body}</svg>"


def printable(text: str) -> str:
    """Replace line ends, control characters, lone surrogates and bidi marks in ``text`` by spaces.

    They would break the XML or change the reading order of a label.
    """
    return re.sub(
        "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+", " ", text
    )


def _referenced(root: ElementTree.Element) -> frozenset[str]:
    found: set[str] = set()
    for element in root.iter():
        for key, value in element.attrib.items():
            found.update(_REFERENCE.findall(value))
            if key in ("href", _XLINK_HREF):
                found.add(value.removeprefix("#"))
    return frozenset(found)


def _element(
    element: ElementTree.Element, name: str, used: frozenset[str], usual: frozenset[tuple[str, str]]
) -> str:
    tag = element.tag.removeprefix(_SVG)
    if tag in _DROPPED:
        return ""
    attributes = _own_attributes(element, tag, name, used, usual)
    inside = escape((element.text or "").strip()) if tag == "text" else ""
    inside += "".join(_element(child, name, used, usual) for child in element)
    if (tag == "g" and not attributes) or (tag == "defs" and not inside):
        return inside
    return (
        f"<{tag}{_attributes(attributes)}>{inside}</{tag}>"
        if inside
        else f"<{tag}{_attributes(attributes)}/>"
    )


def _own_attributes(
    element: ElementTree.Element, tag: str, name: str, used: frozenset[str], usual: frozenset[tuple[str, str]]
) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for key, value in element.attrib.items():
        if key == "style":
            attributes.update(_declarations(value))
        elif key == "id":
            if value in used:
                attributes["id"] = f"{name}-{value}"
        elif key in ("href", _XLINK_HREF):
            attributes["href"] = f"#{name}-{value.removeprefix('#')}"
        elif key == "transform" and tag == "text" and value.startswith(("rotate(-0 ", "rotate(0 ")):
            continue
        else:
            attributes[key] = _compact(value) if key in _LENGTHS else value
    return {
        key: _REFERENCE.sub(rf"url(#{name}-\1)", value)
        for key, value in attributes.items()
        if (key, value) not in usual
    }


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    found = {key.strip(): value.strip() for key, value in pairs}
    found.pop("font-family", None)  # written once, on the root
    if "font-size" in found:
        found["font-size"] = found["font-size"].removesuffix("px")
    return found


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{escape(value, {chr(34): "&quot;"})}"' for key, value in attributes.items())


def _compact(value: str) -> str:
    short = " ".join(_NUMBER.sub(lambda match: _short(match.group()), value).split())
    return _BESIDE_LETTER.sub(r"\1", _BOX.sub(r"M\1 \2H\3V\4H\1z", short))


def _short(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
