"""Money (经费执行): spending and budget by item, and the contract time passed.

:mod:`sweval.analysis.rules.vetoes` judges the share of personnel spending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from sweval.domain.station.rows import Finance
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import add_up
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure, share

RULE: Final = "method.finance"


@dataclass(frozen=True)
class BudgetItem:
    """A budget item with its rows of all periods; ``budget`` is ``None`` where a row has none."""

    name: str
    rows: tuple[Finance, ...]

    @property
    def stem(self) -> str:
        """The prefix of its figures' ids: the number of its first row, which doesn't depend on other rows."""
        return f"finance.item.{self.rows[0].row - 1}"

    @property
    def personnel(self) -> bool:
        """Whether it is personnel cost."""
        return self.rows[0].personnel

    @property
    def spent(self) -> Decimal:
        """Yuan spent."""
        return add_up(row.spent for row in self.rows)

    @property
    def budget(self) -> Decimal | None:
        """Yuan budgeted."""
        return _sum_of_all(row.budget for row in self.rows)


@dataclass(frozen=True)
class Money:
    """The items in the order of the data, and the period they cover."""

    items: tuple[BudgetItem, ...]
    start: date
    end: date
    #: Days of the contract passed at ``end``, and all of them.
    passed: int
    days: int

    @property
    def rows(self) -> tuple[Finance, ...]:
        """All rows."""
        return tuple(row for item in self.items for row in item.rows)

    @property
    def spent(self) -> Decimal:
        """Spending on all items, in yuan."""
        return add_up(item.spent for item in self.items)

    @property
    def personnel(self) -> Decimal:
        """Spending on personnel, in yuan."""
        return add_up(item.spent for item in self.items if item.personnel)

    @property
    def budget(self) -> Decimal | None:
        """The budget of all items, in yuan; ``None`` where an item has none."""
        return _sum_of_all(item.budget for item in self.items)


def _sum_of_all(budgets: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of budgets; ``None`` where one is missing."""
    budgets = list(budgets)
    given = [budget for budget in budgets if budget is not None]
    return add_up(given) if len(given) == len(budgets) else None


def assess(station: Station) -> Money | None:
    """Spending by item; ``None`` without data."""
    rows = station.finance
    if not rows:
        return None
    names = dict.fromkeys((row.item, row.personnel) for row in rows)
    items = tuple(
        BudgetItem(name, tuple(row for row in rows if (row.item, row.personnel) == (name, personnel)))
        for name, personnel in names
    )
    start, end = min(row.period_start for row in rows), max(row.period_end for row in rows)
    contract = station.contract
    passed = (min(max(end, contract.start), contract.end) - contract.start).days + 1
    return Money(items, start, end, passed, (contract.end - contract.start).days + 1)


# --- figures ----------------------------------------------------------------------------------------


def figures(found: Money | None, station: Station) -> Iterator[Figure]:
    """Spending, budget and execution of each item and of all, the share of personnel cost, the time passed."""
    if found is None:
        return
    # Which rows make up an item depends on the names and marks of all.
    marks = tuple(row.cell(column) for row in found.rows for column in ("item", "personnel"))
    for item in found.items:
        yield from _item(item.stem, item.name, item.spent, item.budget, item.rows, marks)
    yield from _item("finance.all", "合计", found.spent, found.budget, found.rows, marks)
    spending = tuple(row.cell(column) for row in found.rows for column in ("spent", "personnel"))
    if found.spent:
        id, label = "finance.personnel_share", "已提供期间人员费用占支出的比重"
        yield share(id, label, found.personnel, found.spent, rule=RULE, cells=spending)
    ends = tuple(row.cell("period_end") for row in found.rows)
    contract = (station.at("contract.start"), station.at("contract.end"))
    id, label = "finance.elapsed", "经费统计截止日合同期已过"
    yield share(id, label, found.passed, found.days, rule=RULE, cells=ends + contract)


def _item(
    stem: str,
    name: str,
    spent: Decimal,
    budget: Decimal | None,
    rows: Sequence[Finance],
    marks: tuple[Cell, ...],
) -> Iterator[Figure]:
    cells = (*(row.cell("spent") for row in rows), *marks)
    yield Figure(f"{stem}.spent", f"{name}支出", yuan(spent), "元", rule=RULE, cells=cells)
    if budget is not None:
        budgets = (*(row.cell("budget") for row in rows), *marks)
        yield Figure(f"{stem}.budget", f"{name}预算", yuan(budget), "元", rule=RULE, cells=budgets)
        if budget:
            both = tuple(dict.fromkeys(cells + budgets))
            yield share(f"{stem}.execution", f"{name}执行率", spent, budget, rule=RULE, cells=both)


def yuan(amount: Decimal) -> str:
    """An amount with thousands separators and the decimals of the data.

    >>> yuan(Decimal("1615000")), yuan(Decimal("826500.00"))
    ('1,615,000', '826,500.00')
    """
    return f"{amount:,f}"
