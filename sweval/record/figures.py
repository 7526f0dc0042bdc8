"""The record of one evaluation: every figure with its value, unit, rule and sources.

A :class:`Figure` is whatever the report prints that came from data or rules: a number, a date, a grade.
Its ``cells`` are the input cells it was read from, its ``inputs`` the figures it was computed from, its
``rule`` the clause or method that says how. Presentation shows figures by their id and nothing else, so
what is printed can always be followed back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from sweval.domain.disclosure.editions import (
    ALL,
    Edition,
    Editions,
    about,
    code_letter,
    is_handed_over,
    is_one_of,
    narrowed,
)
from sweval.domain.disclosure.policy import figure_editions, may_cite_file
from sweval.domain.values.rounding import percent, plain
from sweval.domain.values.row import Cell

MISSING: Final = "未提供"

#: First part of a figure's id -> (letter of its code, heading of its table in the appendix).
GROUPS: Final[dict[str, tuple[str, str]]] = {
    "station": ("A", "基本情况"),
    "score": ("B", "评分与等级"),
    "veto": ("C", "规则所列情形的认定"),
    "entry": ("L", "不予评估的情形"),
    "progress": ("D", "服务进度"),
    "output": ("E", "协议指标以外的产出"),
    "staff": ("F", "人员"),
    "finance": ("P", "经费"),
    "coverage": ("G", "服务对象建档"),
    "satisfaction": ("H", "满意度"),
    "schedule": ("J", "评估流程与时限"),
    "self": ("Q", "自评"),
    "panel": ("M", "评委评分的一致性"),
    "robust": ("N", "等级的稳健性"),
    "rectify": ("S", "整改"),
    "check": ("K", "数据核对"),
    "rule": ("R", "规则中的数值"),
    "district": ("T", "区域汇总"),
}


@dataclass(frozen=True)
class Rule:
    """What a figure rests on, as readers can check it: a clause of the scheme, or a method with its formula.

    ``assumed`` marks a decision of the project that the source leaves open.
    """

    id: str
    name: str
    text: str
    source: str
    assumed: bool = False


@dataclass(frozen=True)
class Figure:
    """One printed value and where it comes from.

    ``value`` is what is printed, without ``unit``. A figure that was not provided prints 未提供 and is
    ``missing``; it still cites the place where the value would stand.
    """

    id: str
    label: str
    value: str
    unit: str = ""
    _: KW_ONLY
    rule: str = ""
    cells: tuple[Cell, ...] = ()
    inputs: tuple[str, ...] = ()
    steps: str = ""
    #: Steps that say what its inputs are: they are shown where all of these are.
    inner_steps: str = ""
    #: Where it may stand as far as it knows itself; :class:`Figures` leaves those the policy allows.
    editions: Editions = ALL
    missing: bool = False
    #: What an edition that leaves the house shows in place of its value, where that tells too much of few people.
    outside: str = ""
    #: Given by :class:`Figures`: the short code printed beside a sentence, the same in every edition that has it.
    code: str = ""

    @property
    def text(self) -> str:
        """Value and unit as a reader sees them; a percent sign already belongs to the value."""
        return self.value if self.missing else f"{self.value}{self.unit}"

    @property
    def all_steps(self) -> str:
        """How it was computed, as far as this view of it says."""
        return "；".join(filter(None, (self.inner_steps, self.steps)))


def missing(id: str, label: str, unit: str = "", *, cells: tuple[Cell, ...] = (), rule: str = "") -> Figure:
    """A figure for which the data hold nothing."""
    return Figure(id, label, MISSING, unit, cells=cells, rule=rule, missing=True)


def given(
    id: str, label: str, value: object, unit: str = "", *, cells: tuple[Cell, ...], rule: str, steps: str = ""
) -> Figure:
    """A figure read from the data as it stands; 未提供 where there is none."""
    if value is None:
        return missing(id, label, unit, cells=cells)
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return Figure(id, label, text, unit, cells=cells, rule=rule, steps=steps)


def share(
    id: str,
    label: str,
    part: Decimal | int,
    whole: Decimal | int,
    places: int = 2,
    *,
    rule: str = "method.share",
    cells: tuple[Cell, ...] = (),
    inputs: tuple[str, ...] = (),
    editions: Editions = ALL,
) -> Figure:
    """A part of a whole in per cent, with the division that gives it as its steps."""
    steps = f"{plain(Decimal(part))}÷{plain(Decimal(whole))}"
    value = percent(part, whole, places)
    return Figure(id, label, value, rule=rule, cells=cells, inputs=inputs, steps=steps, editions=editions)


class Figures(Mapping[str, Figure]):
    """All figures of an evaluation by id, in the order they were computed.

    Raises ``ValueError`` when two have one id, when one is computed from a figure that isn't there yet,
    or when an id belongs to no group.
    """

    #: Ids of figures that this view doesn't hold, and whose it is, in words.
    withheld: frozenset[str] = frozenset()
    whose: str = ""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_id: dict[str, Figure] = {}
        self._last: Counter[str] = Counter()
        for figure in figures:
            self._add(figure)

    def _add(self, figure: Figure) -> None:
        group = figure.id.partition(".")[0]
        if group not in GROUPS:
            raise ValueError(f"figure {figure.id!r}: unknown group {group!r}")
        if figure.id in self._by_id:
            raise ValueError(f"figure {figure.id!r} is defined twice")
        unknown = [i for i in figure.inputs if i not in self._by_id]
        if unknown:
            raise ValueError(f"figure {figure.id!r} is computed from unknown {unknown}")
        allowed = narrowed(figure_editions(figure.id), figure.editions)
        # Each kind is counted by itself: a gap in the codes would tell how many figures are withheld.
        stem = GROUPS[group][0] + code_letter(allowed)
        self._last[stem] += 1
        self._by_id[figure.id] = replace(figure, code=f"{stem}{self._last[stem]}", editions=allowed)

    def __getitem__(self, id: str) -> Figure:
        if id in self.withheld:
            raise KeyError(f"{id}：{self.whose}不得载入这个数字")
        return self._by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def seen_by(self, edition: Edition, printed: Callable[[Cell], bool]) -> Figures:
        """The figures that an edition may hold, each with the steps, inputs and sources that it may say.

        ``printed`` says whether the edition prints the row a cell stands in; of other cells only the file is named.
        """
        held = {id: figure for id, figure in self.items() if is_one_of(edition, figure.editions)}
        seen = Figures(())
        seen.whose = about(edition).name
        seen.withheld = self.withheld | (self.keys() - held.keys())
        leaves = is_handed_over(edition)
        # A thousand figures cite a few hundred cells over and over.
        shown = cache(
            lambda c: (c if printed(c) else Cell(c.file, 0, "")) if may_cite_file(c.file, edition) else None
        )
        for id, figure in held.items():
            cells = tuple(dict.fromkeys(cell for c in figure.cells if (cell := shown(c))))
            inputs = tuple(i for i in figure.inputs if i in held)
            whole = len(inputs) == len(figure.inputs)
            if whole and cells == figure.cells and not (leaves and figure.outside):
                seen._by_id[id] = figure
                continue
            seen._by_id[id] = replace(
                figure,
                cells=cells,
                inputs=inputs,
                value=(leaves and figure.outside) or figure.value,
                inner_steps=figure.inner_steps if whole else "",
            )
        return seen

    def __repr__(self) -> str:
        some = "、".join(list(self)[:3])
        return f"{len(self)}个数字，编号如 {some}；查一个：figures[编号]，列出编号：list(figures)"

    def closure(self, id: str) -> frozenset[str]:
        """The figure and everything it is computed from, directly or not."""
        found: set[str] = set()
        waiting = [id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self._by_id[current].inputs)
        return frozenset(found)

    def cells(self, id: str) -> frozenset[Cell]:
        """Every input cell the figure rests on, directly or not."""
        return frozenset(cell for member in self.closure(id) for cell in self._by_id[member].cells)
