"""A station's assessment: all recorded data, as a profile and the rows of its tables.

A :class:`Station` is one stage (中期 or 末期) of one contract of a station (社工站), in the shape of the folder
``data/stations/<id>/``: ``station.yaml`` is the profile, each CSV a tuple of rows in file order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Final, Literal, get_args, get_type_hints

from pydantic import Field

from sweval.domain.disclosure.editions import Edition
from sweval.domain.scheme.scheme import Stage, Step
from sweval.domain.station import people_rows as people
from sweval.domain.station import rows as tables
from sweval.domain.values.parties import SECTIONS
from sweval.domain.values.row import Cell, Row
from sweval.domain.values.types import Amount, Count, Day, Flag, FromFile, Identifier, Month, Text

#: The group of answers that are the satisfaction sample, or the beginning of its name.
USERS: Final = "服务对象"
#: The version of the data format; data of another version are refused.
SCHEMA: Final = "2"
UNIT_KINDS: Final = {"village": "村", "community": "社区", "farm": "农场"}


@dataclass(frozen=True, kw_only=True)
class Profile(FromFile):
    """The station's names and location."""

    name: Text
    short_name: Text
    town: Text
    district: Text
    city: Text
    address: Text | None = None
    blocks: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Organisation(FromFile):
    """An organisation with a role in the evaluation."""

    name: Text


@dataclass(frozen=True, kw_only=True)
class Operator(Organisation):
    """The organisation that runs the station, and since when."""

    since: Month | None = None


@dataclass(frozen=True, kw_only=True)
class Organisations(FromFile):
    """The organisations by their roles (``docs/glossary.md``)."""

    commissioner: Organisation
    purchaser: Organisation
    evaluator: Organisation
    bureau: Organisation
    operator: Operator
    #: Only some cities have one.
    supervision_centre: Organisation | None = None


@dataclass(frozen=True, kw_only=True)
class Contract(FromFile):
    """The contract year, from ``start`` to ``end`` inclusive."""

    start: Day
    end: Day
    amount: Amount | None = None
    kind: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Unit(FromFile):
    """A village, community or farm of an area."""

    name: Text
    kind: Literal["village", "community", "farm"]
    counted: Flag = True
    managed_by: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Area(FromFile):
    """A service area (片区)."""

    id: Identifier
    name: Text
    units: Annotated[tuple[Unit, ...], Field(min_length=1)]

    @property
    def unit_names(self) -> str:
        """The names of all units as a list; a unit that isn't counted with its manager."""
        return "、".join(
            unit.name if unit.counted else f"{unit.name}（{unit.managed_by}管辖）" for unit in self.units
        )


@dataclass(frozen=True, kw_only=True)
class Assessment(FromFile):
    """This evaluation: its stage, days, panel and satisfaction sample.

    ``cut_off`` is the day up to which service volumes are counted, required to compute the pace. ``population`` is the
    number of service users that the sample represents, ``asked`` how many were asked, ``sampling`` how they were drawn.
    """

    stage: Stage
    onsite_start: Day
    onsite_end: Day
    cut_off: Day
    cut_off_note: str = ""
    experts: Count | None = None
    staff: Count | None = None
    methods: tuple[Text, ...] = ()
    population: Count | None = None
    population_note: str = ""
    asked: Count | None = None
    sampling: Text | None = None
    signed: Day | None = None
    #: The id of the station's earlier assessment: counts that its reports suppressed stay suppressed.
    earlier: str = ""

    @property
    def days(self) -> int:
        """Days on site, the first and the last included."""
        return (self.onsite_end - self.onsite_start).days + 1


@dataclass(frozen=True, kw_only=True)
class OwnText(FromFile):
    """A paragraph written by the evaluator (``text.yaml``); ``{{id}}`` is replaced by the value of that figure.

    ``editions`` are the editions that contain it; none means all.
    """

    section: Text
    mode: Literal["add", "replace"]
    author: Text
    text: Text
    editions: tuple[Edition, ...] = ()
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Correction(FromFile):
    """A correction of the source data (``corrections.yaml``): from what to what, why, by whom, when.

    ``table`` is ``station`` for the profile. ``key`` identifies the row; an empty ``expect`` or ``value`` is an empty
    cell.
    """

    table: Text
    key: dict[str, Text] = field(default_factory=dict)
    field: Text
    expect: str = ""
    value: str = ""
    reason: Text
    by: Text
    on: Day
    line: int = 0
    #: The line of the row that was corrected.
    row: int = 0


@dataclass(frozen=True, kw_only=True)
class Station(FromFile):
    """An assessment of a station; :data:`TABLES` is read off its fields."""

    schema: Literal["2"]
    id: Identifier
    nature: Literal["published", "synthetic", "actual"]
    source: Text
    profile: Profile
    organisations: Organisations
    contract: Contract
    areas: tuple[Area, ...] = ()
    assessment: Assessment
    scores: tuple[tables.Score, ...] = ()
    leaf_inputs: tuple[tables.LeafInput, ...] = ()
    self_scores: tuple[tables.SelfScore, ...] = ()
    experts: tuple[tables.Expert, ...] = ()
    raters: tuple[tables.Rater, ...] = ()
    indicators: tuple[tables.Indicator, ...] = ()
    outputs: tuple[tables.Output, ...] = ()
    staff: tuple[people.Staff, ...] = ()
    staff_totals: tuple[people.StaffTotal, ...] = ()
    headcount: tuple[people.Headcount, ...] = ()
    finance: tuple[tables.Finance, ...] = ()
    satisfaction: tuple[people.Satisfaction, ...] = ()
    frame: tuple[people.FrameMember, ...] = ()
    coverage: tuple[people.Coverage, ...] = ()
    coverage_totals: tuple[people.CoverageTotal, ...] = ()
    findings: tuple[tables.Finding, ...] = ()
    process: tuple[tables.ProcessStep, ...] = ()
    feedback: tuple[tables.Feedback, ...] = ()
    complaints: tuple[tables.Complaint, ...] = ()
    reviews: tuple[tables.Review, ...] = ()
    claims: tuple[tables.Claim, ...] = ()
    declarations: tuple[tables.Declaration, ...] = ()
    rectification: tuple[tables.Rectification, ...] = ()
    notes: tuple[tables.CaseNote, ...] = ()
    own_text: tuple[OwnText, ...] = ()
    corrections: tuple[Correction, ...] = ()
    absent: frozenset[str] = field(default_factory=frozenset)
    #: The day for which steps are done, due or overdue; never the day of the clock.
    as_of: Day = date.min
    #: The earlier assessment that ``assessment.earlier`` names, if any, and those before it.
    earlier: tuple[Station, ...] = field(default=(), repr=False)
    #: The project's key, which decides which counts are suppressed; empty where there is none.
    key: bytes = field(default=b"", repr=False, compare=False)

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table. Raises ``KeyError`` for an unknown table."""
        if table not in TABLES:
            raise KeyError(table)
        rows: tuple[Row, ...] = getattr(self, table)
        return rows

    def area(self, area_id: str) -> Area:
        """The area with this id. Raises ``KeyError`` for an unknown id."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise KeyError(area_id)

    def step(self, step: Step) -> tables.ProcessStep | None:
        """The row of a process step, if there is one."""
        return next((row for row in self.process if row.step == step), None)

    def has_done(self, step: Step) -> bool:
        """Whether a step is done at ``as_of``; a step completed on a day not stated is."""
        row = self.step(step)
        if row is None:
            return False
        return row.done <= self.as_of if row.done else bool(row.completed)

    @cached_property
    def sample(self) -> tuple[people.Satisfaction, ...]:
        """The answers of service users: rows without a group, or whose group begins with 服务对象."""
        return tuple(row for row in self.satisfaction if row.group is None or row.group.startswith(USERS))

    @property
    def concerns(self) -> tuple[tables.Finding, ...]:
        """The concerns by section, without those of the conclusion, which repeat them."""
        return tuple(row for row in self.findings if row.kind == "concern" and row.section != "conclusion")

    def place_of(self, row: tables.Finding) -> str:
        """Where a finding was made: the name of its area, else of its section of the report."""
        return self.area(row.area).name if row.area else SECTIONS[row.section]

    def last_date(self) -> date:
        """The default of ``as_of``: the last day of the process or on site."""
        done = [row.done for row in self.process if row.done]
        return max([*done, self.assessment.onsite_end])

    def at(self, path: str) -> Cell:
        """The cell of a value in ``station.yaml``, by its dotted path."""
        return Cell("station.yaml", 0, path)


def _tables() -> dict[str, type[Row]]:
    found = {}
    for name, hint in get_type_hints(Station).items():
        kind = next(iter(get_args(hint)), None)
        if isinstance(kind, type) and issubclass(kind, Row):
            found[name] = kind
    return found


#: The row class of every table, in the order of the fields of :class:`Station`.
TABLES: Final = _tables()
REQUIRED_TABLES: Final = frozenset({"scores"})
