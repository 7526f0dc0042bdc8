"""The outline of a report: a list of parts, from which headings, contents, methods and notebook cells are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from sweval.blocks import Block, Blocks, Contents, ContentsEntry, Heading
from sweval.presentation.words import chinese_number


@dataclass(frozen=True)
class Part:
    """A part of a report. ``level``: 1 (一、) or 2 (（一）); 0 for a part before the outline, without number.

    ``build`` makes the part's blocks from the subject of the report. A part without it has its own method in the
    report's class, or is only a heading.
    """

    key: str
    title: str
    build: Callable[[Any], Iterable[Block]] | None = None
    level: int = 1
    appendix: bool = False


def headings(parts: Iterable[Part], **names: str) -> dict[str, Heading]:
    """The headings by key of part, numbered in order; ``names`` fill the slots of the titles."""
    found: dict[str, Heading] = {}
    counts = {"part": 0, "section": 0, "appendix": 0}
    for part in parts:
        if part.level:
            text = _number(part, counts) + part.title.format(**names)
            found[part.key] = Heading(part.level, text, f"s-{part.key}")
    return found


def _number(part: Part, counts: dict[str, int]) -> str:
    if part.appendix:
        counts["appendix"] += 1
        return f"附录{chinese_number(counts['appendix'])} "
    if part.level == 1:
        counts["part"] += 1
        counts["section"] = 0
        return f"{chinese_number(counts['part'])}、"
    counts["section"] += 1
    return f"（{chinese_number(counts['section'])}）"


class Report:
    """A report with one method for each cell of its notebook, made from the list of parts."""

    _parts: ClassVar[tuple[Part, ...]]
    #: The methods in the order of the notebook's cells.
    _cells: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        # The number of an appendix depends on the edition.
        titles = {part.key: f"附录 {part.title}" if part.appendix else part.title for part in cls._parts}
        body = (part for part in cls._parts if not part.appendix)
        titles |= {key: heading.text for key, heading in headings(body, stage="").items()}
        for part in cls._parts:
            if part.build:
                setattr(cls, part.key, _cell(part, titles[part.key]))
        cls._cells = tuple(part.key for part in cls._parts if hasattr(cls, part.key))

    def __init__(self, subject: Any, edition: str, shown: Iterable[Part], **names: str) -> None:
        self.edition = edition
        self._subject, self._headings = subject, headings(shown, **names)

    def contents(self) -> Blocks:
        """目录."""
        entries = (ContentsEntry(h.level, h.text, h.anchor) for h in self._headings.values())
        return self._show("contents", [Contents(tuple(entries))])

    def all(self) -> Iterator[Blocks]:
        """Every cell in order, as the notebook shows them."""
        for name in self._cells:
            yield getattr(self, name)()

    def _show(self, key: str, blocks: Iterable[Block]) -> Blocks:
        """A part: its blocks under its heading."""
        return self._blocks([self._headings[key], *blocks] if key in self._headings else blocks)

    def _blocks(self, blocks: Iterable[Block]) -> Blocks:
        return Blocks(blocks, self.edition)


def _cell(part: Part, title: str) -> Callable[[Report], Blocks]:
    """The method that shows a part, with the title as the help that JupyterLab displays."""

    def show(self: Report) -> Blocks:
        return self._show(part.key, part.build(self._subject) if part.build else ())

    show.__name__, show.__doc__ = part.key, f"{title}."
    return show
