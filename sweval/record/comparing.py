"""Comparison of two records (两次结果的比较): changes of data, rules and results, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

Kind = Literal["head", "input", "rule", "result"]
KINDS: Final[dict[Kind, str]] = {"head": "记录", "input": "数据", "rule": "规则", "result": "结果"}
NONE: Final = "（无）"
#: The compared lines of a record's head.
HEAD: Final = {
    "station": "站点编号",
    "name": "社工站",
    "stage": "评估阶段",
    "scheme": "指标体系",
    "as_of": "时限判断基准日",
    "seed": "随机数种子",
    "edition": "稿别",
}
#: The keys that a figure must have.
REQUIRED: Final = {"id", "label", "value", "unit", "missing", "rule", "cells", "inputs"}


@dataclass(frozen=True)
class RecordChange:
    """A figure, or a line of the head, that differs; ``by`` is the difference of two numbers."""

    kind: Kind
    id: str
    label: str
    before: str
    after: str
    by: Decimal | None = None

    def __str__(self) -> str:
        moved = f"（{self.by:+f}）".replace("-", "−") if self.by else ""
        return f"{KINDS[self.kind]}　{self.label}：{self.before} → {self.after}{moved}〔{self.id}〕"


@dataclass(frozen=True)
class Record:
    """A record read from a file: its head and its figures by id, each as in ``docs/record.schema.json``."""

    head: Mapping[str, str]
    figures: Mapping[str, Mapping[str, Any]]
    #: Whether it is the record of a trial, not of a result.
    trial: bool = False


def record_of(parsed: Mapping[str, Any]) -> Record:
    """A record from its JSON. Raises ``ValueError``, in Chinese, for any other JSON."""
    figures = parsed.get("figures")
    if not isinstance(figures, list) or not all(map(_is_figure, figures)):
        raise ValueError("不是评估记录")
    return Record(
        {key: str(parsed[key]) for key in HEAD if key in parsed},
        {figure["id"]: figure for figure in figures},
        bool(parsed.get("trial")),
    )


def _is_figure(parsed: object) -> bool:
    return isinstance(parsed, dict) and parsed.keys() >= REQUIRED and isinstance(parsed["id"], str)


def compare(before: Record, after: Record) -> tuple[RecordChange, ...]:
    """All differences: of the head, data, rules and results, each in the order of the records."""
    changes = [*_heads(before.head, after.head), *_figures(before.figures, after.figures)]
    return tuple(sorted(changes, key=lambda change: list(KINDS).index(change.kind)))


def _heads(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[RecordChange]:
    for key, name in HEAD.items():
        old, new = before.get(key, NONE), after.get(key, NONE)
        if old != new:
            yield RecordChange("head", key, name, old, new)


def _figures(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[RecordChange]:
    for id in dict.fromkeys([*before, *after]):
        old, new = before.get(id), after.get(id)
        left, right = _text(old), _text(new)
        latest = after[id] if id in after else before[id]
        label = latest["label"]
        if left != right:
            yield RecordChange(_kind(latest), id, str(label), left, right, _difference(old, new))
        elif old and new and old["rule"] != new["rule"]:
            yield RecordChange("rule", id, f"{label}的依据", str(old["rule"]), str(new["rule"]))


def _kind(figure: Mapping[str, Any]) -> Kind:
    if figure["id"].startswith("rule."):
        return "rule"
    return "input" if figure["cells"] and not figure["inputs"] else "result"


def _text(figure: Mapping[str, Any] | None) -> str:
    if figure is None:
        return NONE
    return str(figure["value"]) + ("" if figure["missing"] else str(figure["unit"]))


def _difference(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Decimal | None:
    first, last = _number(old), _number(new)
    return None if first is None or last is None else last - first


def _number(figure: Mapping[str, Any] | None) -> Decimal | None:
    if figure is None or figure["missing"]:
        return None
    try:
        number = Decimal(str(figure["value"]).removesuffix("%").replace("−", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
