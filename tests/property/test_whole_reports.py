"""Whatever was counted, scored and spent: a report can be made of it, and nothing in it is no number."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

import sweval
from sweval.domain.station.people_rows import Coverage, CoverageTotal, Satisfaction, Staff
from sweval.domain.station.rows import Finance, Indicator
from sweval.domain.station.station import Station
from sweval.presentation.report.station_report import StationReport
from tests.build import numbered, scored, with_experts, with_headcount, with_scores
from tests.filled import filled
from tests.thorough import examples

ROOT: Final = Path(__file__).resolve().parents[2]
SCHEME: Final = sweval.load_scheme("guangzhou-2023", ROOT)
STATION: Final = filled(sweval.load_station("shiqi-2024-midterm", SCHEME, root=ROOT), SCHEME)
CALENDAR: Final = sweval.load_calendar(ROOT)
AREAS: Final = [area.id for area in STATION.areas]
PLACES: Final = [
    (leaf, area) for leaf in SCHEME.leaves() for area in (AREAS if leaf.by == "area" else (None,))
]
#: What isn't a number, and what isn't a text, as Python writes them.
NOT_FOR_READERS: Final = re.compile(r"(?<![a-z_.])(nan|inf|None|NaN|Infinity|Fraction|Decimal)(?![a-z_])")

# Few values, so that many are the same, all are, or one mirrors another: there arithmetic has its edges.
shares = st.sampled_from([Decimal(0), Decimal("0.7"), Decimal("0.75"), Decimal("0.8"), Decimal(1)])
counts = st.sampled_from([0, 1, 2, 9, 10, 11, 100])
amounts = st.sampled_from([Decimal(0), Decimal("0.01"), Decimal(100), Decimal(1000000)])


@st.composite
def panels(draw: st.DrawFn) -> Any:
    """Scores of one to five experts: any, some of them left out, or the same ones everywhere in another order."""
    experts = [f"e{n}" for n in range(draw(st.integers(1, 5)))]
    given_, same = draw(st.lists(shares, min_size=5, max_size=5)), draw(st.booleans())
    rows = []
    for leaf, area in PLACES:
        if same:
            mine = draw(st.permutations(given_[: len(experts)]))
        else:
            mine = draw(st.lists(shares, min_size=1, max_size=len(experts)))
        rows += [
            scored(leaf.id, share * leaf.full_mark, area=area, expert=expert)
            for expert, share in zip(experts, mine, strict=False)
        ]
    return experts, rows


@st.composite
def stations(draw: st.DrawFn) -> Station:
    """A station of which everything was provided, with other scores and other counts of everything."""
    experts, rows = draw(panels())
    contract = STATION.contract
    answers = [
        Satisfaction(row=2, area=area, band_low=Decimal(low), band_high=Decimal(high), count=draw(counts))
        for area in draw(st.sampled_from([AREAS, [*AREAS[:2], None], [None], []]))
        for low, high in ((95, 100), (85, 95))
    ]
    money = [
        Finance(
            row=2,
            item=item,
            budget=draw(st.none() | amounts),
            spent=draw(amounts),
            personnel=staff,
            period_start=contract.start,
            period_end=contract.end,
        )
        for item, staff in (("人员费用", True), ("其他费用", False))
    ]
    people = [
        Coverage(
            row=2,
            area=area,
            category=category,
            persons=persons,
            on_file=draw(st.none() | st.integers(0, persons)),
            with_plan=draw(st.none() | st.integers(0, persons)),
            visited=draw(st.none() | st.integers(0, persons)),
        )
        for area in AREAS[: draw(st.integers(0, 3))]
        for category in ("低保对象", "残疾人")
        for persons in (draw(counts),)
    ]
    totals = [
        CoverageTotal(row=2, area=area, persons=draw(st.sampled_from([1, 10, 1000])))
        for area in draw(st.sampled_from([AREAS, AREAS[:4], []]))
    ]
    indicators = [
        Indicator(
            row=2,
            id=f"i{n}",
            name=f"指标{n}",
            unit="人次",
            agreed=draw(amounts),
            done=draw(st.none() | amounts),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    days = st.sampled_from([contract.start, STATION.assessment.cut_off, contract.end]).flatmap(
        lambda day: st.sampled_from([day - timedelta(days=1), day, day + timedelta(days=1)])
    )
    staff = []
    for n in range(draw(st.integers(0, 4))):
        first, last = sorted([draw(days), draw(days)])
        hours = draw(st.none() | amounts)
        staff.append(
            Staff(
                row=2,
                id=f"s{n}",
                group="social_worker",
                certified=draw(st.booleans()),
                start=first,
                end=draw(st.sampled_from([None, last])),
                training_hours=hours,
            )
        )
    short = draw(st.lists(st.none() | st.integers(0, 3), min_size=6, max_size=6))
    made = with_headcount(with_scores(with_experts(STATION, *experts), *rows), short)
    return replace(
        made,
        satisfaction=numbered(answers),
        finance=numbered(money),
        coverage=numbered(people),
        indicators=numbered(indicators),
        claims=(),
        coverage_totals=numbered(totals),
        staff=numbered(staff),
        assessment=replace(made.assessment, population=draw(st.none() | st.just(1367)), asked=None),
    )


@settings(max_examples=examples(30))
@given(stations())
def test_a_report_can_be_made_of_any_numbers_and_tells_only_numbers(station: Station) -> None:
    evaluation = sweval.evaluate(station, SCHEME, CALENDAR)
    told = "\n".join(
        f"{figure.id} {figure.text} {figure.all_steps}" for figure in evaluation.figures.values()
    )
    assert not NOT_FOR_READERS.findall(told)
    assert len(list(StationReport(evaluation, "working").all())) > 10
