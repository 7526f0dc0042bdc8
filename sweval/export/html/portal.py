"""The index of a folder of reports: one page that works offline, and without its script."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader

import sweval
from sweval.blocks.model import Card
from sweval.export.html.assets import TEMPLATES, asset, css_string
from sweval.export.html.text import text_by_weight
from sweval.export.html.webfont import font_face_css, missing_glyphs


@dataclass(frozen=True)
class PortalRow:
    """A report: its card, and the files in its folder for readers, as path and name."""

    card: Card
    files: tuple[tuple[str, str], ...]
    #: A warning, such as that a newer version could not be made.
    remark: str = ""


@dataclass(frozen=True)
class MissingReport:
    """A station without a report, and the reason."""

    station: str
    reason: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Portal:
    """The content of an index."""

    title: str
    mark: str
    note: str
    rows: tuple[PortalRow, ...]
    missing: tuple[MissingReport, ...]
    #: Other pages, such as the overview of the district: path and name.
    more: tuple[tuple[str, str], ...] = ()
    #: The digest of all reports in the folder.
    digest: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The components of all stations' schemes, in order of appearance."""
        return tuple(dict.fromkeys(score.name for row in self.rows for score in row.card.scores))

    @property
    def ranked(self) -> bool:
        """Whether the page may be sorted by total."""
        return bool(self.rows) and all(row.card.order is not None for row in self.rows)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades that occur."""
        return tuple(dict.fromkeys(row.card.grade for row in self.rows))


def portal_page(portal: Portal) -> str:
    """The page. Raises ``MissingGlyph``."""
    script = asset("portal.js")
    by_name = [{score.name: score for score in row.card.scores} for row in portal.rows]
    shown: dict[str, Any] = {
        "portal": portal,
        "scores": [[scores.get(name) for name in portal.columns] for scores in by_name],
        "style": asset("style.css") + asset("portal.css"),
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "version": sweval.__version__,
    }
    template = _environment().get_template("portal.html.j2")
    regular, bold = text_by_weight(template.render(shown, font_css=""))
    return template.render(shown, font_css=font_face_css(regular, bold + regular))


def legible(text: str) -> str:
    """The text, with characters that no font has or no reader sees as code points."""
    return "".join(f"⟦U+{ord(c):04X}⟧" if missing_glyphs(c) or not c.isprintable() else c for c in text)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(loader=FileSystemLoader(TEMPLATES / "sweval"), autoescape=True, trim_blocks=True)
    made.filters["css_string"] = css_string
    return made
