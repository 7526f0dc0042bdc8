"""The figures of an evaluation, each with its value, unit, rule and sources.

A :class:`Figure` is a number, date or grade that the report prints and that comes from data or rules. Presentation
refers to figures by id, so that every printed value can be traced to its sources.
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

#: The first part of a figure's id -> the letter of its code, the heading of its table in the appendix.
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
    """A clause of the scheme, or a method with its formula, that figures cite.

    ``assumed`` marks a decision of the project on what the source leaves open.
    """

    id: str
    name: str
    text: str
    source: str
    assumed: bool = False


@dataclass(frozen=True)
class Figure:
    """A printed value and its sources.

    ``value`` is the printed text without ``unit``; ``cells`` are the input cells it was read from, ``inputs`` the ids of
    the figures it was computed from, ``rule`` the id of its :class:`Rule`. A ``missing`` figure prints 未提供 and cites
    the cells that would contain the value.
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
    #: Steps that contain the values of its inputs: shown only where all inputs are.
    inner_steps: str = ""
    #: The editions that may contain it; :class:`Figures` removes those the policy excludes.
    editions: Editions = ALL
    missing: bool = False
    #: Shown in place of the value in editions that are handed over, where the value would disclose a small count.
    outside: str = ""
    #: The short code printed beside a sentence, assigned by :class:`Figures` and equal in all editions.
    code: str = ""

    @property
    def text(self) -> str:
        """Value and unit as printed; a percent sign is part of the value."""
        return self.value if self.missing else f"{self.value}{self.unit}"

    @property
    def all_steps(self) -> str:
        """All steps of the computation that this view contains."""
        return "；".join(filter(None, (self.inner_steps, self.steps)))


def missing(id: str, label: str, unit: str = "", *, cells: tuple[Cell, ...] = (), rule: str = "") -> Figure:
    """A figure without data."""
    return Figure(id, label, MISSING, unit, cells=cells, rule=rule, missing=True)


def given(
    id: str, label: str, value: object, unit: str = "", *, cells: tuple[Cell, ...], rule: str, steps: str = ""
) -> Figure:
    """A figure copied from the data; 未提供 for ``None``."""
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
    """A part of a whole in per cent, with the division as its steps."""
    steps = f"{plain(Decimal(part))}÷{plain(Decimal(whole))}"
    value = percent(part, whole, places)
    return Figure(id, label, value, rule=rule, cells=cells, inputs=inputs, steps=steps, editions=editions)


class Figures(Mapping[str, Figure]):
    """The figures of an evaluation by id, in the order they were computed.

    Raises ``ValueError`` for a repeated id, an id of no group, or an input that isn't among the figures before.
    """

    #: The ids of figures that this view withholds, and the name of its edition.
    withheld: frozenset[str] = frozenset()
    edition_name: str = ""

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
        # A count for each code letter: gaps in the codes would disclose how many figures are withheld.
        stem = GROUPS[group][0] + code_letter(allowed)
        self._last[stem] += 1
        self._by_id[figure.id] = replace(figure, code=f"{stem}{self._last[stem]}", editions=allowed)

    def __getitem__(self, id: str) -> Figure:
        if id in self.withheld:
            raise KeyError(f"{id}：{self.edition_name}不得载入这个数字")
        return self._by_id[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def seen_by(self, edition: Edition, printed: Callable[[Cell], bool]) -> Figures:
        """The figures that an edition may contain, each with the steps, inputs and sources that it may show.

        ``printed``: whether the edition prints the row of a cell; for other cells only the file is cited.
        """
        visible = {id: figure for id, figure in self.items() if is_one_of(edition, figure.editions)}
        view = Figures(())
        view.edition_name = about(edition).name
        view.withheld = self.withheld | (self.keys() - visible.keys())
        handed_over = is_handed_over(edition)
        # A thousand figures cite the same few hundred cells.
        shown = cache(
            lambda c: (c if printed(c) else Cell(c.file, 0, "")) if may_cite_file(c.file, edition) else None
        )
        for id, figure in visible.items():
            cells = tuple(dict.fromkeys(cell for c in figure.cells if (cell := shown(c))))
            inputs = tuple(i for i in figure.inputs if i in visible)
            complete = len(inputs) == len(figure.inputs)
            value = (handed_over and figure.outside) or figure.value
            if not complete or cells != figure.cells or value != figure.value:
                steps = figure.inner_steps if complete else ""
                figure = replace(figure, cells=cells, inputs=inputs, value=value, inner_steps=steps)
            view._by_id[id] = figure
        return view

    def __repr__(self) -> str:
        some = "、".join(list(self)[:3])
        return f"{len(self)}个数字，编号如 {some}；查一个：figures[编号]，列出编号：list(figures)"

    def closure(self, id: str) -> frozenset[str]:
        """The ids of a figure and of all figures it is computed from, directly or not."""
        found: set[str] = set()
        pending = [id]
        while pending:
            current = pending.pop()
            if current not in found:
                found.add(current)
                pending.extend(self._by_id[current].inputs)
        return frozenset(found)

    def cells(self, id: str) -> frozenset[Cell]:
        """All input cells of a figure, directly or through its inputs."""
        return frozenset(cell for member in self.closure(id) for cell in self._by_id[member].cells)
