"""The kinds of blocks. All text is plain text: what looks like markup is shown as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Cite:
    """A link from text to where its figures come from: the anchor and the short code that is printed."""

    anchor: str
    code: str


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it cites."""

    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading; its number (一、（一）1.) is part of the text, so that every format prints the same."""

    level: int
    text: str
    anchor: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on. ``author`` names whose words they are, where they are quoted.

    ``fixed``: what the rules say, such as the grade; no words of anybody's take its place.
    """

    sentences: tuple[Sentence, ...]
    role: Literal["body", "note", "status", "author", "sign"] = "body"
    author: str = ""
    fixed: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head and how its cells are set."""

    name: str
    align: Literal["left", "right", "center"] = "left"
    #: Whether it is printed: what is there to be copied isn't.
    on_paper: bool = True


@dataclass(frozen=True)
class TableRow:
    """A row of cells; the first is its head. ``anchor`` lets citations lead here."""

    cells: tuple[str, ...]
    cites: tuple[Cite, ...] = ()
    anchor: str = ""
    strong: bool = False
    #: Where a cell links to, by its position: an anchor for each cell, or nothing.
    links: dict[int, tuple[Cite, ...]] = field(default_factory=dict)
    #: Lines of room a form leaves for what is written by hand.
    room: int = 0
    #: Further anchors that lead here.
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table with caption and, where any row cites, a last column of source marks."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    note: str = ""
    role: Literal["body", "source"] = "body"
    kind: Literal["table"] = "table"

    @property
    def cited(self) -> bool:
        """Whether any row has a source mark."""
        return any(row.cites for row in self.rows)

    @property
    def heads(self) -> list[str]:
        """The names of all columns, that of the source marks included."""
        return [*(column.name for column in self.columns), *(["来源"] if self.cited else [])]


@dataclass(frozen=True)
class Chart:
    """A picture: its message as title, units as subtitle, the SVG, and what it says in words."""

    name: str
    title: str
    subtitle: str
    source: str
    svg: str
    alt: str
    cites: tuple[Cite, ...] = ()
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class FindingItem:
    """One finding, in its author's words, with evidence and recommendation."""

    text: str
    recommendation: str = ""
    label: str = ""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class Findings:
    """A numbered list of findings of one kind."""

    items: tuple[FindingItem, ...]
    author: str = ""
    kind: Literal["findings"] = "findings"


@dataclass(frozen=True)
class Tile:
    """One thing the first screen says: label, value, and a line below."""

    label: str
    value: str
    note: str = ""
    cites: tuple[Cite, ...] = ()
    lead: bool = False
    #: Set apart, never by colour alone: the value says it too.
    alert: bool = False


@dataclass(frozen=True)
class Tiles:
    """The tiles of the first screen."""

    tiles: tuple[Tile, ...]
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True)
class Cover:
    """Title page: title, period, the parties, and the status mark that every page repeats."""

    title: str
    subtitle: str
    status: str
    rows: tuple[tuple[str, str], ...]
    page_mark: str
    kind: Literal["cover"] = "cover"

    @property
    def full_title(self) -> str:
        """What a file of the report is titled: the title, and the mark where there is one."""
        return f"{self.title}（{self.page_mark}）" if self.page_mark else self.title


@dataclass(frozen=True)
class ContentsEntry:
    """A line of the table of contents."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Contents:
    """The table of contents."""

    entries: tuple[ContentsEntry, ...]
    kind: Literal["contents"] = "contents"


Block = Heading | Paragraph | Table | Chart | Findings | Tiles | Cover | Contents


@dataclass(frozen=True)
class Paper:
    """A form or a notice that goes with a report. ``name`` is what its file is called."""

    name: str
    title: str
    #: Whom it is about, below the title.
    subtitle: str
    #: What every page repeats.
    mark: str
    blocks: tuple[Block, ...]
