"""The result of an executed notebook, compared with the data: the source of page, record, index and terminal.

A notebook whose results differ from the data's is a trial (试算): working papers show that on each page, and editions
that are handed over aren't made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sweval.blocks import Block, Paragraph, Sentence
from sweval.blocks.model import Card
from sweval.domain.disclosure.editions import about, is_handed_over
from sweval.export.collect import ShownCell, Unfit, blocks_of, cell_names, laid_out, shown_cells
from sweval.presentation.report.direct import (
    LISTED,
    TRIAL,
    Difference,
    DirectReport,
    agreement,
    as_trial,
    differences,
    left_out,
)
from sweval.presentation.report.stated import Stated, from_data
from sweval.record.serialization import MIME, RecordForm

#: The meaning of agreement, at the end of a report.
MEANING: Final = "：报告由笔记本得出，又由同一数据不经笔记本直接计算一遍，两者相同"
REMEDY: Final = "要改数据，请改该站数据目录里的 scores.csv 等源文件，或在其中的 corrections.yaml 里更正（见 docs/data.md）"


class IsTrial(Exception):
    """A report that is to be handed over differs from the direct evaluation."""

    def __init__(self, found: Sequence[Difference]) -> None:
        #: For the terminal and the log.
        self.lines = (f"笔记本与直接计算有{len(found)}处不同，试算只能作工作底稿；{REMEDY}", *_listed(found))
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class Reported:
    """The result of a notebook. ``differences`` from the direct evaluation make it a trial."""

    shown: tuple[ShownCell, ...]
    stated: Stated
    differences: tuple[Difference, ...]
    #: The headings of the edition's parts that the notebook doesn't show.
    absent: tuple[str, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The report's blocks, marked if it is a trial."""
        blocks = blocks_of(self.shown)
        return as_trial(blocks, self.differences) if self.differences else blocks

    @property
    def note(self) -> str:
        """The note on the comparison at the end of the report."""
        parts = [TRIAL if self.differences else agreement(self.stated) + MEANING]
        own = sum(not cell.blocks.origin for cell in self.shown)
        parts += [f"另有{own}格为评估方在笔记本中自加的内容，未作比较"] if own else []
        return "；".join([*parts, *self._absent])

    @property
    def _absent(self) -> list[str]:
        return [f"笔记本未列入：{'、'.join(self.absent)}"] if self.absent else []

    @property
    def record(self) -> RecordForm:
        """For ``record.json``."""
        record = self.stated.record
        trial = list(map(str, self.differences))
        return {**record, "trial": trial, "figures": record["figures"]} if trial else record

    @property
    def card(self) -> Card:
        """For the index."""
        card = self.stated.card
        if not self.differences:
            return card
        return replace(card, mark=TRIAL, notes=(f"与直接计算有{len(self.differences)}处不同", *card.notes))

    @property
    def lines(self) -> tuple[str, ...]:
        """For the terminal."""
        first, *rest = self.stated.lines
        rest += [f"  {line}" for line in self._absent]
        if not self.differences:
            return (f"{first}　{agreement(self.stated)}", *rest)
        listed = (f"    {line}" for line in _listed(self.differences))
        count = f"  与直接计算有{len(self.differences)}处不同；{REMEDY}："
        return (f"{first}　{TRIAL}", *rest, count, *listed)


def _listed(found: Sequence[Difference]) -> Iterator[str]:
    yield from map(str, found[:LISTED])
    if len(found) > LISTED:
        yield f"另有{len(found) - LISTED}处，工作底稿的 record.json 列出全部"


def reported(notebook: Any, direct: DirectReport) -> Reported:
    """The result of an executed notebook, compared with the direct evaluation of the same station and edition.

    Raises :class:`~sweval.export.collect.Unfit` without a complete report of that station. For an edition that is
    handed over raises it also for an analyst's own blocks, and :class:`IsTrial` for differences from ``direct``.
    """
    edition = direct.stated.edition
    shown = shown_cells(notebook, edition)
    stated = stated_in(notebook, shown)
    station, wanted = stated.record["station"], direct.stated.record["station"]
    if station != wanted:
        raise Unfit(f"笔记本算的是{station}，不是{wanted}，请删去参数格以后改写 station 的那一行")
    own = [cell.index for cell in shown if not cell.blocks.origin]
    if own and is_handed_over(edition):
        # Nobody has released these blocks yet.
        raise Unfit(
            f"{cell_names(notebook, own)}是自加的内容，只能留在工作底稿；要写入{about(edition).name}，请写在 text.yaml"
        )
    blocks = [cell.blocks for cell in shown]
    found = differences(direct, stated, blocks)
    if found and is_handed_over(edition):
        raise IsTrial(found)
    return Reported(shown, stated, found, left_out(direct, blocks))


def ending(blocks: Sequence[Block], *notes: str) -> tuple[Block, ...]:
    """The blocks of a report, laid out, with notes on its making at the end. Raises ``Unfit`` as ``laid_out`` does."""
    note = Paragraph((Sentence("；".join(filter(None, notes))),), role="note")
    return laid_out((*blocks, note))


def stated_in(notebook: Any, shown: Sequence[ShownCell]) -> Stated:
    """The record of the shown report. Raises :class:`~sweval.export.collect.Unfit` if no cell shows it."""
    origins = {cell.blocks.origin for cell in shown if cell.blocks.origin}
    found: dict[str, Stated] = {}
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                try:
                    stated = from_data(output["data"][MIME])
                except ValueError:
                    where = cell_names(notebook, [index])
                    raise Unfit(f"{where}的评估记录不是这一版软件生成的，请重新运行笔记本") from None
                found[stated.digest] = stated
    for digest in origins:
        if digest in found:
            return found[digest]
    remedy = "请在建立 report 的那一格最后加一行 report"
    raise Unfit(
        f"笔记本显示的评估记录不是报告各节的那一次评估，{remedy}"
        if found
        else f"笔记本没有显示评估记录，{remedy}"
    )
