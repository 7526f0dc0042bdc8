"""The displayed text of an HTML page, and its characters by font weight."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

#: Elements whose text is not displayed.
SILENT: Final = ("style", "script", "title")
#: Elements that the style sheet sets in bold, and bold text of SVG.
BOLD: Final = etree.XPath(
    "//h1 | //h2 | //h3 | //h4 | //h5 | //strong | //caption | //thead | //dl[@class='parties']//dd"
    " | //@class[. = 'status' or . = 'tile-value' or . = 'strong']/.."
    " | //@font-weight[contains(., '700') or contains(., 'bold')]/.."
    " | //@style[contains(., '700') or contains(., 'bold')]/.."
)
TEXTS: Final = etree.XPath("//text()", smart_strings=False)
#: Characters of a text that no page can hold.
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


def text_by_weight(html: str) -> tuple[str, str]:
    """The distinct characters displayed in regular and in bold, each sorted."""
    page, bold = _shown(UNFIT.sub("", html)), set[str]()
    for element in BOLD(page):
        bold.update(*element.itertext())
        element.clear(keep_tail=True)  # the rest is regular
    regular = set(UNFIT.findall(html)).union(*TEXTS(page))
    return "".join(sorted(regular)), "".join(sorted(bold))


def displayed(html: str) -> str:
    """The displayed text of a page, each piece of text on a line."""
    return "\n".join(TEXTS(_shown(html)))


def _shown(html: str) -> Any:
    """The tree of a page without elements that are not displayed."""
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    page = etree.fromstring(html, parser)
    if page is None:  # an empty file
        return etree.Element("html")
    etree.strip_elements(page, *SILENT, with_tail=False)
    return page
