"""What stands where in a workbook: its sheets, their columns, and what may be chosen in each.

The template is written, and a filled-in workbook read, by the same layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sweval.domain.disclosure.editions import EDITIONS
from sweval.domain.scheme.leaf_rules import Checklist, ChecklistItem, KOfN
from sweval.domain.scheme.scheme import STAGES, Scheme
from sweval.domain.station.dictionary import (
    OWN_TEXTS,
    PROFILE_TEXTS,
    UNITS,
    Kind,
    TableText,
    columns_of,
    profile_kinds,
    table_text,
)
from sweval.domain.station.station import TABLES, UNIT_KINDS
from sweval.domain.values.row import ColumnText

GUIDE: Final = "填写说明"
PROFILE_SHEET: Final = "基本情况表"
#: What may be chosen in a cell stands on a sheet of its own, hidden.
LISTS: Final = "选项"
#: The row of a workbook that names its rules; no value of ``station.yaml``.
SCHEME: Final = "scheme"
SCHEME_TEXT: Final = ColumnText("指标体系", "指标体系的编号，见 sweval scheme list", "guangzhou-2023")

NATURES: Final = {"actual": "真实评估", "published": "公开报告复算", "synthetic": "示例数据"}
MODES: Final = {"add": "加写", "replace": "代替"}


@dataclass(frozen=True)
class Field:
    """One column of a sheet, or one line of the profile. ``choices``: what is stored, by what is shown."""

    name: str
    text: ColumnText
    kind: Kind
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    #: Several values, one a line of the cell.
    many: bool = False

    def stored(self, shown: str) -> str:
        """What is stored for what stands in a cell: a code for its name; anything else as it is."""
        return self.choices.get(shown, shown)

    def shown(self, stored: str) -> str:
        """What stands in a cell for what is stored."""
        return next((shown for shown, code in self.choices.items() if code == stored), stored)


@dataclass(frozen=True)
class SheetLayout:
    """One sheet with a head row; ``table`` is what its rows are stored as."""

    table: str
    text: TableText
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.text.name


@dataclass(frozen=True)
class Layout:
    """All of a workbook for one scheme."""

    profile: tuple[Field, ...]
    #: Every sheet with a head row, in order.
    sheets: tuple[SheetLayout, ...]

    def sheet(self, table: str) -> SheetLayout:
        """The sheet of a table. Raises ``KeyError`` where there is none."""
        for sheet in self.sheets:
            if sheet.table == table:
                return sheet
        raise KeyError(table)


def layout(scheme: Scheme) -> Layout:
    """The workbook of a scheme: its leaves, items and vetoes are what may be chosen."""
    references = _references(scheme)
    tables = tuple(
        SheetLayout(
            table,
            table_text(table),
            tuple(
                Field(
                    column.name,
                    column.text,
                    column.kind,
                    column.required,
                    references.get((table, column.name), _by_shown(column.choices)),
                )
                for column in columns_of(table)
            ),
        )
        for table in TABLES
    )
    return Layout(_profile(), (_units(), *tables, _own_texts()))


def for_one(shape: Layout) -> Layout:
    """What one expert fills in: which station, and her scores."""
    profile = tuple(f for f in shape.profile if f.name in (SCHEME, "id"))
    return Layout(profile, tuple(sheet for sheet in shape.sheets if sheet.table in ("scores", "leaf_inputs")))


def _by_shown(choices: Mapping[Any, str]) -> dict[str, str]:
    return {shown: stored for stored, shown in choices.items()}


def _references(scheme: Scheme) -> dict[tuple[str, str], Mapping[str, str]]:
    """What may be chosen where a column names a part of the scheme."""
    leaves = list(scheme.leaves())
    items: list[ChecklistItem] = []
    for leaf in leaves:
        if isinstance(leaf.rule, (Checklist, KOfN)):
            items += leaf.rule.items
    many = [node for node in scheme.nodes() if any(leaf.raters == "many" for leaf in node.leaves())]
    nodes = unique((leaf.id, leaf.name) for leaf in leaves)
    vetoes = unique([(v.id, v.name) for v in scheme.vetoes] + [(e.id, e.name) for e in scheme.entry])
    levels = unique((level.id, level.name) for level in scheme.visit_levels)
    categories = {name: name for name in scheme.categories.items} if scheme.categories else {}
    return {
        ("self_scores", "node"): unique((node.id, node.name) for node in scheme.nodes()),
        ("frame", "level"): levels,
        ("coverage", "level"): levels,
        ("coverage", "category"): categories,
        ("scores", "node"): nodes,
        ("leaf_inputs", "node"): nodes,
        ("leaf_inputs", "item"): unique((item.id, item.name) for item in items),
        ("raters", "node"): unique((node.id, node.name) for node in many),
        ("declarations", "veto"): vetoes,
    }


def unique(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ids by name; two of one name are told apart by their ids."""
    pairs = list(dict.fromkeys(named))
    often = Counter(name for _, name in pairs)
    return {(name if often[name] == 1 else f"{name}（{id}）"): id for id, name in pairs}


_CHOICES: Final = {"nature": _by_shown(NATURES), "assessment.stage": _by_shown(STAGES)}


def _profile() -> tuple[Field, ...]:
    kinds = profile_kinds()
    values = (
        Field(path, text, kinds[path].kind, kinds[path].required, _CHOICES.get(path, {}), kinds[path].many)
        for path, text in PROFILE_TEXTS.items()
    )
    return Field(SCHEME, SCHEME_TEXT, "identifier", required=True), *values


def _units() -> SheetLayout:
    kinds: Mapping[str, Kind] = {"id": "identifier", "kind": "choice", "counted": "flag"}
    fields = tuple(
        Field(
            name,
            text,
            kinds.get(name, "text"),
            name not in ("counted", "managed_by"),
            _by_shown(UNIT_KINDS) if name == "kind" else {},
        )
        for name, text in UNITS.columns.items()
    )
    return SheetLayout("areas", UNITS, fields)


def _own_texts() -> SheetLayout:
    choices: Mapping[str, Mapping[str, str]] = {"mode": _by_shown(MODES), "editions": _by_shown(EDITIONS)}
    fields = tuple(
        Field(
            name,
            text,
            "choice" if name == "mode" else "text",
            name != "editions",
            choices.get(name, {}),
            many=name == "editions",
        )
        for name, text in OWN_TEXTS.columns.items()
    )
    return SheetLayout("text", OWN_TEXTS, fields)
