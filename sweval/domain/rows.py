"""The rows of a station's tables: one dataclass for each CSV.

Columns are the fields in their order; a field without a default must be filled in on every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from sweval.domain.parties import Party, Section
from sweval.domain.people_rows import (
    Coverage,
    CoverageTotal,
    FrameMember,
    Headcount,
    Satisfaction,
    Staff,
    StaffTotal,
)
from sweval.domain.row import Row
from sweval.domain.scheme import Step
from sweval.domain.types import Amount, Count, Day, Flag, Identifier, Month, Number, PrintedRate, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Score(Row):
    """A raw score (评分) of a component, on the scale of its full mark; no expert means agreed.

    ``level`` names the level of a leaf that is scored by levels; where it has but one mark, no ``score`` is
    needed. ``rater`` is one of the many raters of a party (``raters.csv``), in place of an expert.
    """

    table: ClassVar[str] = "scores"
    key: ClassVar[tuple[str, ...]] = ("node", "area", "expert", "rater")
    node: Identifier
    area: Identifier | None = None
    expert: Identifier | None = None
    score: Amount | None = None
    evidence: Text | None = None
    level: Text | None = None
    rater: Identifier | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeafInput(Row):
    """What a leaf is scored from that isn't a score: an ``item`` met or not, or a ``value``."""

    table: ClassVar[str] = "leaf_inputs"
    key: ClassVar[tuple[str, ...]] = ("node", "area", "expert", "rater", "item")
    node: Identifier
    area: Identifier | None = None
    expert: Identifier | None = None
    rater: Identifier | None = None
    item: Identifier | None = None
    met: Flag | None = None
    value: Number | None = None
    evidence: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SelfScore(Row):
    """What the station gave itself (自评) for a part of the scheme, on the scale of its full mark."""

    table: ClassVar[str] = "self_scores"
    key: ClassVar[tuple[str, ...]] = ("node", "area")
    node: Identifier
    area: Identifier | None = None
    score: Amount
    evidence: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rater(Row):
    """One of the many raters of a party (a village committee), and what it weighs."""

    table: ClassVar[str] = "raters"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    node: Identifier
    name: Text
    units: Count | None = None
    people: Count | None = None
    recused: Flag = False
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Expert(Row):
    """A member of the panel (评委), by code; a recused one (回避) scores nothing."""

    table: ClassVar[str] = "experts"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    role: Text | None = None
    areas: Text | None = None
    recused: Flag = False
    reason: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator(Row):
    """Agreed and done volume of one service; ``reported_rate`` is copied as printed.

    Volumes by month: one row for each month, ``agreed`` (of the whole contract) on the first alone.
    """

    table: ClassVar[str] = "indicators"
    key: ClassVar[tuple[str, ...]] = ("id", "month")
    id: Identifier
    name: Text
    unit: Text
    agreed: Amount | None = None
    done: Amount | None = None
    reported_rate: PrintedRate | None = None
    month: Month | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Output(Row):
    """Something done outside the agreed volumes, with its qualifier and period as stated."""

    table: ClassVar[str] = "outputs"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    block: Text
    name: Text
    value: Amount | None = None
    unit: Text | None = None
    qualifier: Text | None = None
    period: Text | None = None
    level: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Finance(Row):
    """Spending of one item in a period, in yuan; ``personnel`` marks staff cost (人员费用)."""

    table: ClassVar[str] = "finance"
    key: ClassVar[tuple[str, ...]] = ("item", "period_start")
    item: Text
    budget: Amount | None = None
    spent: Amount
    period_start: Day
    period_end: Day
    personnel: Flag


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding(Row):
    """A strength (值得肯定) or concern (需要关注), in the words of its author."""

    table: ClassVar[str] = "findings"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    section: Section
    area: Identifier | None = None
    dimension: Text
    kind: Literal["strength", "concern"]
    theme: Identifier
    text: Text
    author: Party
    evidence: Text | None = None
    recommendation: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessStep(Row):
    """A step of the evaluation; ``completed`` without ``done`` means done on a day not stated."""

    table: ClassVar[str] = "process"
    key: ClassVar[tuple[str, ...]] = ("step",)
    step: Step
    actor: Text | None = None
    done: Day | None = None
    completed: Flag | None = None
    note: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback(Row):
    """What a party said on site (``onsite``) or to the draft (``draft``)."""

    table: ClassVar[str] = "feedback"
    key: ClassVar[tuple[str, ...]] = ("party", "channel")
    party: Party
    channel: Literal["onsite", "draft"]
    objection: Flag | None = None
    comment: Text | None = None
    handling: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint(Row):
    """A question or complaint (质疑或投诉) about the evaluation: what about, how it was handled; never by whom.

    ``review``: the id of the change it led to, where it led to one.
    """

    table: ClassVar[str] = "complaints"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    received: Day
    about: Text
    handling: Text | None = None
    done: Day | None = None
    review: Identifier | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Review(Row):
    """A change made on review (复核) after the panel had scored: what was changed, from what, to what, and why."""

    table: ClassVar[str] = "reviews"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    item: Text
    before: Text | None = None
    after: Text
    reason: Text
    author: Party | None = None
    done: Day | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim(Row):
    """A figure or statement as printed in a source, and how it is to be checked.

    ``rate``: is there a fraction that prints as ``printed``? ``relation``: does ``printed`` (or the figure
    ``left``) stand in ``operator`` to the figure ``right``? ``wording``: found by reading the source's
    text; it can't be recomputed and is shown as 原文核对所得.
    """

    table: ClassVar[str] = "claims"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    about: Literal["station", "report"]
    kind: Literal["rate", "relation", "wording"]
    name: Text
    printed: Text | None = None
    place: Text
    left: Text | None = None
    operator: Literal["=", "<", "<=", ">", ">="] | None = None
    right: Text | None = None
    denominator: Count | None = None
    denominator_max: Count | None = None
    method: Text | None = None
    note: Text | None = None
    ask: Text | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration(Row):
    """What was found about a veto; a ``statement`` without a verdict leaves it not assessed."""

    table: ClassVar[str] = "declarations"
    key: ClassVar[tuple[str, ...]] = ("veto",)
    veto: Identifier
    state: Literal["triggered", "clear", "not_assessed"]
    statement: Text | None = None
    evidence: Text | None = None
    author: Party | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rectification(Row):
    """A rectification ordered: its date and whether it was done properly.

    ``concern``: the id of the concern it answers, in the findings of the assessment that raised it.
    """

    table: ClassVar[str] = "rectification"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    item: Text
    owner: Text | None = None
    due: Day
    done: Day | None = None
    proper: Flag | None = None
    proof: Text | None = None
    concern: Identifier | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseNote(Row):
    """A note on one case, by code; it never leaves the working papers."""

    table: ClassVar[str] = "notes"
    key: ClassVar[tuple[str, ...]] = ("id",)
    id: Identifier
    area: Identifier | None = None
    subject: Text | None = None
    text: Text
    author: Party | None = None
    evidence: Text | None = None


TABLES: Final[dict[str, type[Row]]] = {
    row.table: row
    for row in (
        Score,
        LeafInput,
        SelfScore,
        Expert,
        Rater,
        Indicator,
        Output,
        Staff,
        StaffTotal,
        Headcount,
        Finance,
        Satisfaction,
        FrameMember,
        Coverage,
        CoverageTotal,
        Finding,
        ProcessStep,
        Feedback,
        Complaint,
        Review,
        Claim,
        Declaration,
        Rectification,
        CaseNote,
    )
}
REQUIRED_TABLES: Final = frozenset({"scores"})
