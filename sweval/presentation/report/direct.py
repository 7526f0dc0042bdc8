"""The direct report, made from the data before any cell of a notebook runs, and its comparison with the notebook's.

No pictures are drawn for it: of charts, titles and alternative texts are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sweval.blocks import Block, Blocks, Chart, Cover, Findings, Heading, Paragraph, Table, TableRow, Tiles
from sweval.domain.disclosure.editions import Edition
from sweval.domain.values.faults import shorten
from sweval.domain.values.garbage import rare_collection
from sweval.evaluation import Evaluation
from sweval.presentation.drawings.block import without_pictures
from sweval.presentation.report.stated import Stated
from sweval.presentation.report.station_report import StationReport
from sweval.presentation.tables import table
from sweval.presentation.words import paragraph
from sweval.record.comparing import compare, record_of

TRIAL: Final = "试算，不作为评估结果"
#: The maximum number of differences listed.
LISTED: Final = 12
RESULT: Final = ("score.total", "score.grade")
Part = tuple[Block, ...]


@dataclass(frozen=True)
class DirectReport:
    """The direct report: its record, and the blocks of each part without pictures."""

    stated: Stated
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, evaluation: Evaluation, edition: Edition) -> DirectReport:
        """The report of an evaluation. Raises ``Refused`` as :class:`StationReport` does."""
        report = StationReport(evaluation, edition)
        with without_pictures(), rare_collection():
            parts = tuple(tuple(part) for part in report.all())
        return cls(report.record(), tuple(filter(None, parts)))


@dataclass(frozen=True)
class Difference:
    """A text or figure of a notebook that isn't that of the direct report."""

    what: str
    direct: str
    shown: str

    def __str__(self) -> str:
        return f"{self.what}：直接计算为“{self.direct}”，笔记本为“{self.shown}”"


def differences(direct: DirectReport, stated: Stated, shown: Sequence[Blocks]) -> tuple[Difference, ...]:
    """The differences of a notebook's record or, if there are none, of the parts of its report; empty if all agree.

    ``shown``: the blocks of each cell. Parts that a notebook omits or moves don't count, nor do blocks written by hand.
    If figures differ, so do the texts that print them, which then aren't listed.
    """
    return tuple(_figures(direct, stated)) or tuple(dict.fromkeys(_parts(direct, shown)))


def left_out(direct: DirectReport, shown: Sequence[Blocks]) -> tuple[str, ...]:
    """The headings of the parts that a notebook doesn't show, to be left out of its contents."""
    there = {block.anchor for blocks in shown for block in blocks if isinstance(block, Heading)}
    headings = (block for part in direct.parts for block in part[:2] if isinstance(block, Heading))
    return tuple(heading.text for heading in headings if heading.anchor not in there)


def _figures(direct: DirectReport, stated: Stated) -> Iterator[Difference]:
    if stated == direct.stated:
        return
    found = compare(record_of(direct.stated.record), record_of(stated.record))
    # The result first, then its inputs.
    for change in sorted(found, key=lambda change: change.id not in RESULT):
        yield Difference(change.label, change.before, change.after)
    if not found:
        yield Difference("记录", "", "数字的出处、算法，或目录页所载与直接计算不同")


def _parts(direct: DirectReport, shown: Sequence[Blocks]) -> Iterator[Difference]:
    for blocks in shown:
        left = (
            tuple(replace(b, svg="") if isinstance(b, Chart) else b for b in blocks) if blocks.origin else ()
        )
        while left:
            whole = next((part for part in direct.parts if left[: len(part)] == part), None)
            if whole is None:
                yield _in_part(direct, left)
                break
            left = left[len(whole) :]


def _in_part(direct: DirectReport, shown: Part) -> Difference:
    """The first block that differs from the direct part with the longest common beginning."""
    nearest = max(direct.parts, key=lambda part: _common(part, shown))
    at = _common(nearest, shown)
    title = next((b.text for b in shown[: at + 1][::-1] if isinstance(b, Heading)), "没有标题的一节")
    expected, actual = (" ".join(_texts(part[at])) if at < len(part) else "" for part in (nearest, shown))
    start = next((n for n, (a, b) in enumerate(zip(expected, actual, strict=False)) if a != b), 0)
    start = max(0, start - 10)
    return Difference(
        f"“{title}”的文字", *(shorten(text[start:].replace("\u3000", " ")) for text in (expected, actual))
    )


def _common(left: Part, right: Part) -> int:
    """The number of blocks before the first that differs."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(sentences=sentences):
            yield from (sentence.text for sentence in sentences)
        case Table(caption=caption, rows=rows):
            yield from (caption, *(cell for row in rows for cell in row.cells))
        case Tiles(tiles=tiles):
            yield from (text for tile in tiles for text in (tile.label, tile.value, tile.note))
        case Findings(items=items):
            yield from (text for item in items for text in (item.text, item.recommendation))
        case Chart():
            yield from (block.title, block.alt)
        case Cover():
            yield from (block.title, block.status)
        case Heading():
            yield block.text


# --- the result of the comparison in a report ---


def agreement(stated: Stated) -> str:
    """The message that the report agrees with the direct one."""
    return f"与直接计算一致（{len(stated.record['figures'])}个数字）"


def as_trial(blocks: tuple[Block, ...], found: Sequence[Difference]) -> tuple[Block, ...]:
    """The report marked as a trial on each page, with the differences listed after the cover."""
    text = f"本稿是试算，不作为评估结果：笔记本改动了数据、规则或算法，与直接计算有{len(found)}处不同。"
    rows = (TableRow((difference.what, difference.direct, difference.shown)) for difference in found[:LISTED])
    more = f"只列前{LISTED}处。" if len(found) > LISTED else ""
    notes = (
        paragraph(text, role="status"),
        table("试算与直接计算的不同", ("内容", "直接计算", "本稿"), rows, note=more),
    )
    return marked(blocks, TRIAL, notes)


def marked(blocks: tuple[Block, ...], mark: str, after: tuple[Block, ...] = ()) -> tuple[Block, ...]:
    """The report with a mark on each page, and with blocks inserted after its cover."""
    cover = next((block for block in blocks if isinstance(block, Cover)), None)
    front = (
        replace(cover, status=f"{mark}　{cover.status}", page_mark=f"{mark}｜{cover.page_mark}")
        if cover
        else Cover("评估报告", "", mark, (), mark)
    )
    return (front, *after, *(block for block in blocks if block is not cover))
