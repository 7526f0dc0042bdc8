"""Facts as they are reported: contract, panel, areas, people, outputs, files. Counted, not judged."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.analysis.procedure.profile import in_wan, months_since
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import CoverageTotal
from sweval.domain.station.rows import Output
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from tests.build import Evaluate, day, only_scored, undivided, with_process, with_staff

PUBLISHED = {
    "station.contract.start": "2023年9月1日",
    "station.contract.end": "2024年8月23日",
    "station.contract.amount": "240万元",
    "progress.days": "358天",
    "station.onsite_start": "2024年2月28日",
    "station.onsite_days": "1天",
    "station.experts": "5位",
    "station.staff": "2名",
    "station.areas": "5个",
    "station.kinds": "17个村、2个社区",
    "station.units": "19个",
    "station.area.a1": "4个村",
    "station.area.a2": "3个村、2个社区",
    "staff.total": "21名",
    "staff.social_worker": "15名",
    "staff.related": "2名",
    "staff.other": "4名",
    "staff.qualification.1": "5名",
    "staff.qualification.2": "10名",
    "staff.certified": "15名",
    "staff.certified_share": "100.00%",
    "staff.social_worker_share": "71.43%",
    "staff.month": "2024年1月",
    "coverage.all.persons": "1367人",
    "coverage.area.a3.on_paper": "8类",
    "coverage.area.a4.electronic": "9类",
    "output.policy_events": "57场",
    "output.policy_attendance": "1790人次",
    "output.small_wishes_value": "19517元",
    "output.fund_raised": "300万元",
    "output.hotline": "未提供",
}


@pytest.mark.parametrize("id", PUBLISHED)
def test_a_published_fact_reads_as_published(evaluation: Evaluation, id: str) -> None:
    assert evaluation.figures[id].text == PUBLISHED[id]


def test_a_farm_run_by_a_community_is_not_counted(station: Station) -> None:
    names = station.area("a2").unit_names
    assert names == "大龙社区、岐山社区、塍边村、小龙村、莲塘村、海傍农场（岐山社区管辖）"


def test_an_area_that_is_not_there_is_a_key_error(station: Station) -> None:
    with pytest.raises(KeyError, match="a9"):
        station.area("a9")


@pytest.mark.parametrize(
    ("step", "done"),
    [
        ("2024-03-07", True),
        ("2024-03-08", True),  # the day itself
        ("2024-03-09", False),
        (True, True),  # on a day not stated
        (False, False),
        (None, False),  # no row of it
    ],
)
def test_a_step_is_done_by_the_day_things_are_judged(
    station: Station, step: str | bool | None, done: bool
) -> None:
    given = {} if step is None else {"report": step}
    assert with_process(station, as_of="2024-03-08", **given).has_done("report") is done


def test_both_days_on_site_are_counted(station: Station, evaluate: Evaluate) -> None:
    assessment = replace(station.assessment, onsite_end=day("2024-03-01"))
    figures = evaluate(replace(station, assessment=assessment)).figures
    assert figures["station.onsite_days"].text == "3天"


def test_staff_are_shown_for_the_latest_month(station: Station, evaluate: Evaluate) -> None:
    staffed = with_staff(
        station,
        ("2024-01", "social_worker", "社会工作师", 5),
        ("2023-12", "social_worker", "社会工作师", 9),
        ("2024-01", "social_worker", None, 1),
        ("2024-01", "other", None, 2),
    )
    figures = evaluate(staffed).figures
    assert (figures["staff.month"].value, figures["staff.total"].value) == ("2024年1月", "8")
    assert (figures["staff.certified"].value, figures["staff.certified_share"].value) == ("5", "83.33%")


def test_a_group_that_was_not_given_is_not_counted_as_nobody(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_staff(station, ("2024-01", "other", None, 2))).figures
    assert (figures["staff.total"].value, figures["staff.total"].inputs) == ("2", ("staff.other",))
    shares = {"staff.social_worker", "staff.social_worker_share", "staff.certified", "staff.certified_share"}
    assert not shares & set(figures)


def test_nobody_in_post_makes_no_shares(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_staff(station, ("2024-01", "social_worker", "社会工作师", 0))).figures
    assert figures["staff.total"].value == "0"
    assert not {"staff.social_worker_share", "staff.certified_share"} & set(figures)


OUTPUTS = [  # value, unit, shown
    ("10000", "元", "1万元"),
    ("15000", "元", "15000元"),
    ("0", "元", "0元"),
    ("20000", "次", "20000次"),
    ("3", None, "3"),
    (None, "次", "未提供"),
]


@pytest.mark.parametrize(("value", "unit", "shown"), OUTPUTS)
def test_round_sums_of_money_read_in_ten_thousands(
    station: Station, evaluate: Evaluate, value: str | None, unit: str | None, shown: str
) -> None:
    output = Output(row=2, id="fund", block="略", name="基金", value=value and Decimal(value), unit=unit)  # type: ignore[arg-type]
    assert evaluate(replace(station, outputs=(output,))).figures["output.fund"].text == shown


@pytest.mark.parametrize(
    ("yuan", "wan"), [("2400000", "240"), ("2405000", "240.5"), ("1000000", "100"), ("1", "0.0001")]
)
def test_ten_thousands_have_no_needless_zeros(yuan: str, wan: str) -> None:
    assert in_wan(Decimal(yuan)) == wan


@pytest.mark.parametrize(
    ("month", "asked", "months"),
    [("2013-07", "2024-02-28", 127), ("2024-02", "2024-02-01", 0), ("2023-12", "2024-01-31", 1)],
)
def test_time_in_operation_is_shown_in_months(month: str, asked: str, months: int) -> None:
    assert months_since(month, day(asked)) == months


def test_people_and_categories_are_counted_separately(station: Station, evaluate: Evaluate) -> None:
    totals = (CoverageTotal(row=2, persons=1367), CoverageTotal(row=3, area="a1", categories=17))
    figures = evaluate(replace(station, coverage_totals=totals)).figures
    assert figures["coverage.all.persons"].text == "1367人"
    assert "coverage.all.categories" not in figures
    assert figures["coverage.area.a1.persons"].missing
    assert figures["coverage.area.a1.persons"].label == "片区一兜底人群人数"


NOT_PROVIDED = [
    "station.contract.amount",
    "station.experts",
    "station.staff",
    "station.operating_months",
    "staff.total",
    "satisfaction.population",
    "satisfaction.asked",
    "satisfaction.respondents",
]


@pytest.mark.parametrize("id", NOT_PROVIDED)
def test_missing_facts_are_marked_and_cite_their_cell(station: Station, evaluate: Evaluate, id: str) -> None:
    figure = evaluate(only_scored(station)).figures[id]
    assert (figure.text, figure.missing) == ("未提供", True)
    assert figure.cells


def test_a_station_without_areas_shows_them_as_missing(
    station: Station, evaluate: Evaluate, scheme: Scheme
) -> None:
    figures = evaluate(*undivided(station, scheme)).figures
    assert all(figures[f"station.{id}"].missing for id in ("areas", "kinds", "units"))
    assert figures["score.quality.raw"].value == "15"
