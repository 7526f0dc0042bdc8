"""The index of a folder of reports: one page, complete without its script, that works from a USB stick."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader

import sweval
from sweval.blocks.card import Card
from sweval.export.html.style import TEMPLATES, asset, css_string, style
from sweval.export.html.text import text_by_weight
from sweval.export.html.webfont import font_face_css, missing_glyphs


@dataclass(frozen=True)
class Line:
    """A report there is: its card, and the files in its folder that a reader opens, as path and name."""

    card: Card
    files: tuple[tuple[str, str], ...]
    #: What is to be known of it, such as that a newer one could not be made.
    remark: str = ""


@dataclass(frozen=True)
class Left:
    """A station without a report, and why."""

    station: str
    reason: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portal:
    """All that an index says."""

    title: str
    mark: str
    note: str
    lines: tuple[Line, ...]
    left: tuple[Left, ...]
    #: Other pages, such as the overview of the district: path and name.
    more: tuple[tuple[str, str], ...] = ()
    #: The digest of all reports in the folder.
    digest: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The components of all stations' schemes, in the order they are first met."""
        return tuple(dict.fromkeys(score.name for line in self.lines for score in line.card.scores))

    @property
    def ranked(self) -> bool:
        """Whether the page may be sorted by total."""
        return bool(self.lines) and all(line.card.order is not None for line in self.lines)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades there are."""
        return tuple(dict.fromkeys(line.card.grade for line in self.lines))


def portal_page(portal: Portal) -> str:
    """The page. Raises ``MissingGlyph``."""
    script = asset("portal.js")
    shown: dict[str, Any] = {
        "portal": portal,
        "scores": [_by_name(line.card, portal.columns) for line in portal.lines],
        "style": style() + asset("portal.css"),
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "version": sweval.__version__,
    }
    template = _environment().get_template("portal.html.j2")
    regular, bold = text_by_weight(template.render(shown, font_css=""))
    return template.render(shown, font_css=font_face_css(regular, bold + regular))


def legible(text: str) -> str:
    """The text with every character that no font shows, or no reader sees, by its number."""
    return "".join(f"⟦U+{ord(c):04X}⟧" if missing_glyphs(c) or not c.isprintable() else c for c in text)


def _by_name(card: Card, columns: Sequence[str]) -> list[Any]:
    scores = {score.name: score for score in card.scores}
    return [scores.get(column) for column in columns]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATES / "sweval"), autoescape=True, trim_blocks=True)
    made.filters["css_string"] = css_string
    return made
