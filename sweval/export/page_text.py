"""The text of an HTML page by weight: what its fonts must be able to show."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

#: Elements the style sheet sets in bold; SVG text says so itself.
BOLD_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "strong", "caption", "thead"})
BOLD_CLASSES: Final = frozenset({"status", "tile-value", "strong"})
BOLD_TERMS: Final = frozenset({"parties"})
VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr"})
SILENT: Final = frozenset({"style", "script", "title"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, bool]] = []
        self.text: dict[bool, set[str]] = {False: set(), True: set()}
        self.shown: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = dict(attrs)
        classes = set((given.get("class") or "").split())
        style = (given.get("style") or "") + (given.get("font-weight") or "")
        inherited = bool(self.stack) and self.stack[-1][1]
        bold = (
            inherited
            or tag in BOLD_TAGS
            or bool(classes & BOLD_CLASSES)
            or "700" in style
            or "bold" in style
            or (tag == "dd" and any(entry[0] == "dl.parties" for entry in self.stack))
        )
        name = "dl.parties" if tag == "dl" and classes & BOLD_TERMS else tag
        self.stack.append((name, bold))
        self.silent += tag in SILENT

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            name, _ = self.stack.pop()
            self.silent -= name in SILENT
            if name.partition(".")[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            bold = bool(self.stack) and self.stack[-1][1]
            self.text[bold].update(data)
            self.shown.append(data)


def text_by_weight(html: str) -> tuple[str, str]:
    """The distinct characters shown in regular and in bold, each sorted."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(sorted(reader.text[False])), "".join(sorted(reader.text[True]))


def displayed(html: str) -> str:
    """Everything a page shows, each piece of text on a line of its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(reader.shown)
