"""Rows about people: the staff, those who were asked, and those the station serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from sweval.domain.row import Row
from sweval.domain.types import Amount, Count, Day, Flag, Identifier, Month, Text

StaffGroup: TypeAlias = Literal["social_worker", "related", "other"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Staff(Row):
    """One member of the staff, by code and never by name: post, qualification, first and last day, training.

    ``end`` is the last day in post; without it she still is. ``training_hours`` count from the contract's start.
    """

    table: ClassVar[str] = "staff"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    group: StaffGroup
    qualification: Text | None = None
    certified: Flag | None = None
    post: Text | None = None
    start: Day
    end: Day | None = None
    training_hours: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffTotal(Row):
    """People in post in a month, by group and qualification, as published."""

    table: ClassVar[str] = "staff_totals"
    key: ClassVar[tuple[str, ...]] = ("month", "group", "qualification")
    month: Month
    group: StaffGroup
    qualification: Text | None = None
    count: Count


@dataclass(frozen=True, kw_only=True, slots=True)
class Headcount(Row):
    """Posts required and filled in a month, all and certified; shortages add up to person-times."""

    table: ClassVar[str] = "headcount"
    key: ClassVar[tuple[str, ...]] = ("month",)
    month: Month
    required: Count
    in_post: Count
    certified_required: Count | None = None
    certified: Count | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Satisfaction(Row):
    """Answers in one band of satisfaction: from ``band_low`` to ``band_high`` per cent.

    A ``group`` that begins with 服务对象, or none, belongs to the sample; other groups are kept beside it.
    ``category``: the one the answers stand for; ``id``: the code of one answer, where each has its own row.
    """

    table: ClassVar[str] = "satisfaction"
    key: ClassVar[tuple[str, ...]] = ("group", "mode", "area", "category", "band_low", "id")
    group: Text | None = None
    mode: Text | None = None
    area: Identifier | None = None
    band_low: Amount
    band_high: Amount
    count: Count
    aware: Count | None = None
    category: Text | None = None
    id: Identifier | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FrameMember(Row):
    """One service user a sample may be drawn from (抽样框), by code and never by name.

    ``categories``: every category she is in, joined by 、; ``level``: her follow-up level in the scheme.
    """

    table: ClassVar[str] = "frame"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    area: Identifier | None = None
    categories: Text | None = None
    level: Identifier | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage(Row):
    """People of one category in an area or (no area) the station: how many are on file, planned for, visited.

    One person may be in several categories, so rows don't add up to persons. ``visited``: those visited as often
    as the scheme has it for their ``level``.
    """

    table: ClassVar[str] = "coverage"
    key: ClassVar[tuple[str, ...]] = ("area", "category", "level")
    area: Identifier | None = None
    category: Text
    level: Identifier | None = None
    persons: Count
    on_file: Count | None = None
    medium: Literal["paper", "electronic", "both"] | None = None
    with_plan: Count | None = None
    visited: Count | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverageTotal(Row):
    """People in the 17 categories without double counting, for an area or (no area) the station."""

    table: ClassVar[str] = "coverage_totals"
    key: ClassVar[tuple[str, ...]] = ("area",)
    area: Identifier | None = None
    persons: Count | None = None
    categories: Count | None = None
    on_paper: Count | None = None
    electronic: Count | None = None
    note: Text | None = None
