"""The text of an HTML page by weight: what its fonts must be able to show.

Read off with one regular expression: pages are made by :mod:`sweval.blocks.markup`, which escapes every ``<`` and
``>`` that is no tag, and the standard library's parser takes longer than all the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

#: Elements the style sheet sets in bold; SVG text says so itself.
BOLD_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "strong", "caption", "thead"})
BOLD_CLASSES: Final = frozenset({"status", "tile-value", "strong"})
BOLD_TERMS: Final = frozenset({"parties"})
VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr"})
SILENT: Final = frozenset({"style", "script", "title"})

#: What ends by itself where one of these begins: our tables leave out the end tags of rows and cells.
ENDED: Final = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr")}

TAG: Final = re.compile(
    r"<(?:!--.*?--|(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<given>[^>]*?)(?P<empty>/?)|[!?][^>]*)>", re.DOTALL
)
GIVEN: Final = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: What a style sheet or a script holds is no markup.
RAW: Final = re.compile(r"(<(style|script)\b[^>]*>).*?(?=</\2\s*>)", re.DOTALL | re.IGNORECASE)


def pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Each piece of text a page shows, and whether it is bold."""
    stack: list[tuple[str, bool]] = []
    silent, bold, at = 0, False, 0
    html = RAW.sub(r"\1", html)
    for match in TAG.finditer(html):
        if match.start() > at and not silent:
            yield unescape(html[at : match.start()]), bold
        at = match.end()
        tag = (match["name"] or "").lower()
        if not tag or tag in VOID or match["empty"]:
            continue
        if match["end"]:
            while stack:
                name, _ = stack.pop()
                silent -= name in SILENT
                if name.partition(".")[0] == tag:
                    break
        else:
            while stack and stack[-1][0] in ENDED.get(tag, ()):
                stack.pop()
            bold = bool(stack) and stack[-1][1]
            name, is_bold = _opened(tag, match["given"], stack, bold)
            stack.append((name, is_bold))
            silent += tag in SILENT
        bold = bool(stack) and stack[-1][1]
    if at < len(html) and not silent:
        yield unescape(html[at:]), bold


def _opened(tag: str, given: str, stack: list[tuple[str, bool]], inherited: bool) -> tuple[str, bool]:
    """What an element is called on the stack, and whether its text is bold."""
    attributes = (
        {name.lower(): double or single for name, double, single in GIVEN.findall(given)} if given else {}
    )
    classes = set(attributes.get("class", "").split())
    style = attributes.get("style", "") + attributes.get("font-weight", "")
    bold = (
        inherited
        or tag in BOLD_TAGS
        or bool(classes & BOLD_CLASSES)
        or "700" in style
        or "bold" in style
        or (tag == "dd" and any(entry[0] == "dl.parties" for entry in stack))
    )
    return ("dl.parties" if tag == "dl" and classes & BOLD_TERMS else tag), bold


def text_by_weight(html: str) -> tuple[str, str]:
    """The distinct characters shown in regular and in bold, each sorted."""
    text: dict[bool, set[str]] = {False: set(), True: set()}
    for shown, bold in pieces(html):
        text[bold].update(shown)
    return "".join(sorted(text[False])), "".join(sorted(text[True]))


def displayed(html: str) -> str:
    """Everything a page shows, each piece of text on a line of its own."""
    return "\n".join(shown for shown, _ in pieces(html))
