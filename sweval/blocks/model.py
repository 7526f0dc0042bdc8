"""The kinds of blocks. All text is plain text: markup in it is shown literally."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Cite:
    """A link from text to the source of its figures: the anchor, and the short code that is printed."""

    anchor: str
    code: str


@dataclass(frozen=True)
class Sentence:
    """A sentence and its citations."""

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
    """Consecutive sentences. ``author`` of the words, where they are quoted.

    ``fixed``: a result of the rules, such as the grade, that no written text may replace.
    """

    sentences: tuple[Sentence, ...]
    role: Literal["body", "note", "status", "author", "sign"] = "body"
    author: str = ""
    fixed: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Column:
    """A column of a table: its head and the alignment of its cells."""

    name: str
    align: Literal["left", "right", "center"] = "left"
    #: Whether paper shows it; columns meant for copying are left out.
    on_paper: bool = True


@dataclass(frozen=True)
class TableRow:
    """A row of cells; the first is its head. ``anchor``: the target of citations."""

    cells: tuple[str, ...]
    cites: tuple[Cite, ...] = ()
    anchor: str = ""
    strong: bool = False
    #: The links of a cell, by its position.
    links: dict[int, tuple[Cite, ...]] = field(default_factory=dict)
    #: Empty lines that a form leaves for handwriting.
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
    """A picture: its message as title, units as subtitle, the SVG, and the text alternative."""

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
    """One result on the first screen: label, value, and a line below."""

    label: str
    value: str
    note: str = ""
    cites: tuple[Cite, ...] = ()
    lead: bool = False
    #: Highlighted, never by colour alone: the value shows it too.
    alert: bool = False


@dataclass(frozen=True)
class Tiles:
    """The tiles of the first screen."""

    tiles: tuple[Tile, ...]
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True)
class Cover:
    """The title page: title, period, parties, and the status mark that every page repeats."""

    title: str
    subtitle: str
    status: str
    rows: tuple[tuple[str, str], ...]
    page_mark: str
    kind: Literal["cover"] = "cover"

    @property
    def full_title(self) -> str:
        """The title of the report's files: the title, and the mark if there is one."""
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
    """A form or a notice that accompanies a report. ``name``: the name of its file."""

    name: str
    title: str
    #: The station and period, below the title.
    subtitle: str
    #: The mark in the header of every page.
    mark: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class CardScore:
    """One component's score as printed, and its share of the full mark in per cent, which a bar shows."""

    name: str
    text: str
    percent: float


@dataclass(frozen=True)
class Card:
    """A report's row in the index of its folder: station, result as printed, and notes its edition may show."""

    station: str
    name: str
    operator: str
    stage: str
    status: str
    total: str
    grade: str
    #: The grade is the failing one, or the station is not evaluated: marked by words and by a sign.
    alert: bool
    scores: tuple[CardScore, ...]
    #: Further lines, such as conditions found and the next time limit.
    notes: tuple[str, ...] = ()
    #: The number that rows are sorted by; ``None`` in an edition without ranking.
    order: float | None = None
    #: A special state of the report, such as a trial; empty for a usual report.
    mark: str = ""
