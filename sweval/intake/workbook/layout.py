"""The layout of a workbook: its sheets, their columns, and the choices of each; for writing and reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sweval.domain.disclosure.editions import EDITIONS
from sweval.domain.scheme.leaf_rules import Checklist, KOfN
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
#: The hidden sheet of the choices.
LISTS: Final = "选项"
#: The line of the profile with the scheme's id, which isn't in ``station.yaml``.
SCHEME: Final = "scheme"
SCHEME_TEXT: Final = ColumnText("指标体系", "指标体系的编号，见 sweval scheme list", "guangzhou-2023")

NATURES: Final = {"actual": "真实评估", "published": "公开报告复算", "synthetic": "示例数据"}
MODES: Final = {"add": "加写", "replace": "代替"}


@dataclass(frozen=True)
class Field:
    """One column of a sheet, or one line of the profile. ``choices``: from the shown to the stored text."""

    name: str
    text: ColumnText
    kind: Kind
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    #: Whether it holds several values, each on a line of the cell.
    many: bool = False

    def stored(self, shown: str) -> str:
        """The stored text of a shown one: the code of a choice; any other text unchanged."""
        return self.choices.get(shown, shown)

    def shown(self, stored: str) -> str:
        """The shown text of a stored one."""
        return next((shown for shown, code in self.choices.items() if code == stored), stored)


@dataclass(frozen=True)
class SheetLayout:
    """One sheet with a head row, and the ``table`` that its rows are stored in."""

    table: str
    text: TableText
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """The sheet's name."""
        return self.text.name


@dataclass(frozen=True)
class Layout:
    """The layout of a workbook for one scheme."""

    profile: tuple[Field, ...]
    #: Every sheet with a head row, in order.
    sheets: tuple[SheetLayout, ...]


def layout(scheme: Scheme) -> Layout:
    """The workbook of a scheme, with its leaves, items and vetoes as choices."""
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


def expert_layout(shape: Layout) -> Layout:
    """The part that one expert fills in: the station's id, and that expert's scores."""
    profile = tuple(f for f in shape.profile if f.name in (SCHEME, "id"))
    return Layout(profile, tuple(sheet for sheet in shape.sheets if sheet.table in ("scores", "leaf_inputs")))


def _by_shown(choices: Mapping[Any, str]) -> dict[str, str]:
    return {shown: stored for stored, shown in choices.items()}


def _references(scheme: Scheme) -> dict[tuple[str, str], Mapping[str, str]]:
    """The choices of columns that refer to parts of the scheme."""
    leaves = list(scheme.leaves())
    checklists = [leaf.rule for leaf in leaves if isinstance(leaf.rule, (Checklist, KOfN))]
    items = [item for rule in checklists for item in rule.items]
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
    """Ids by name; names that occur twice have the id added."""
    pairs = list(dict.fromkeys(named))
    counts = Counter(name for _, name in pairs)
    return {(name if counts[name] == 1 else f"{name}（{id}）"): id for id, name in pairs}


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
