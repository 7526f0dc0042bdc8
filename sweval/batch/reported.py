"""What an executed notebook reports: the one source of page, record, index and terminal, held against the data.

A notebook that says something other than the data give is a trial (试算): working papers say so on each page, and
what leaves the house isn't made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sweval.blocks import Block
from sweval.blocks.card import Card
from sweval.domain.editions import EDITIONS
from sweval.export.collect import ShownCell, Unfit, blocks_of, shown_cells
from sweval.presentation.direct import LISTED, TRIAL, Difference, Direct, agreement, as_trial, differences
from sweval.presentation.stated import MIME, Stated, from_data
from sweval.record_bundle import Form


class IsTrial(Exception):
    """A report that leaves the house would differ from what the data give."""

    def __init__(self, found: Sequence[Difference]) -> None:
        remedy = "改数据请改源文件或 corrections.yaml，试算只能作工作底稿"
        #: For the terminal and the log.
        self.lines = (f"笔记本与直接计算有{len(found)}处不同，{remedy}", *_listed(found))
        super().__init__("\n".join(self.lines))


@dataclass(frozen=True)
class Reported:
    """What a notebook reports. ``differences`` from the data make it a trial."""

    shown: tuple[ShownCell, ...]
    stated: Stated
    differences: tuple[Difference, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The report's blocks, marked where it is a trial."""
        blocks = blocks_of(self.shown)
        return as_trial(blocks, self.differences) if self.differences else blocks

    @property
    def note(self) -> str:
        """What the end of the report says of the comparison."""
        said = TRIAL if self.differences else agreement(self.stated)
        own = sum(not cell.blocks.origin for cell in self.shown)
        return f"{said}；另有{own}格为评估方在笔记本中自加的内容，未作比较" if own else said

    @property
    def record(self) -> Form:
        """For ``record.json``."""
        record = self.stated.record
        return {**record, "trial": TRIAL, "figures": record["figures"]} if self.differences else record

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
        if not self.differences:
            return (f"{first}　{agreement(self.stated)}", *rest)
        listed = (f"    {line}" for line in _listed(self.differences))
        return (f"{first}　{TRIAL}", *rest, f"  与直接计算有{len(self.differences)}处不同：", *listed)


def _listed(found: Sequence[Difference]) -> Iterator[str]:
    yield from map(str, found[:LISTED])
    if len(found) > LISTED:
        yield f"另有{len(found) - LISTED}处"


def reported(notebook: Any, direct: Direct) -> Reported:
    """What an executed notebook reports, beside the direct evaluation of the same station and edition.

    Raises :class:`~sweval.export.collect.Unfit` where it holds no whole report of that station, or blocks that somebody
    wrote in an edition that leaves the house, and :class:`IsTrial`
    where an edition that leaves the house differs from ``direct``.
    """
    edition = direct.stated.edition
    shown = shown_cells(notebook, edition)
    stated = stated_in(notebook, shown)
    station, wanted = stated.record["station"], direct.stated.record["station"]
    if station != wanted:
        raise Unfit(f"笔记本算的是{station}，不是{wanted}，请检查参数格以后的各格")
    own = [str(cell.index + 1) for cell in shown if not cell.blocks.origin]
    if own and edition != "working":
        # Nobody has yet said that it may leave the house.
        raise Unfit(
            f"第{'、'.join(own)}格是自加的内容，只能留在工作底稿；要写入{EDITIONS[edition]}，请写在 text.yaml"
        )
    found = differences(direct, stated, [cell.blocks for cell in shown])
    if found and edition != "working":
        raise IsTrial(found)
    return Reported(shown, stated, found)


def stated_in(notebook: Any, shown: Sequence[ShownCell]) -> Stated:
    """What the report that is shown states. Raises :class:`~sweval.export.collect.Unfit` where no cell states it."""
    origins = {cell.blocks.origin for cell in shown if cell.blocks.origin}
    found: dict[str, Stated] = {}
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                try:
                    stated = from_data(output["data"][MIME])
                except ValueError:
                    raise Unfit(f"第{index + 1}格的评估记录不是这一版软件生成的，请重新运行笔记本") from None
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
