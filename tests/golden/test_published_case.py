"""石碁镇社工服务站, mid-term 2024: the one published evaluation, computed anew and held to what was printed."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from sweval.analysis.scores import scoring
from sweval.domain.disclosure.editions import EDITIONS
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from tests.build import with_rounding

# --- the total --------------------------------------------------------------------------------------


def test_rounded_by_component_the_total_is_84_76_and_good(evaluation: Evaluation) -> None:
    assert evaluation.figures["score.total"].text == "84.76分"
    assert evaluation.figures["score.grade"].text == "良好"


def test_rounded_half_up_at_the_total_it_would_be_84_77(station: Station, scheme: Scheme) -> None:
    by_total = with_rounding(scheme, place="total", mode="half_up")
    assert scoring.score(station, by_total).total == Decimal("84.77")


def test_cut_off_at_the_total_it_would_be_84_76_as_well(station: Station, scheme: Scheme) -> None:
    cut_off = with_rounding(scheme, place="total", mode="down")
    assert scoring.score(station, cut_off).total == Decimal("84.76")


def test_unrounded_it_is_84_768(evaluation: Evaluation) -> None:
    assert evaluation.scoring.unrounded == Decimal("84.768")
    assert evaluation.figures["score.unrounded"].value == "84.768"


def test_the_total_can_be_added_up_from_the_file_by_hand(root: Path) -> None:
    """From the text of the file alone, by none of the project's code."""
    with (root / "data/stations/shiqi-2024-midterm/scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    areas = [Decimal(row["score"]) for row in rows if row["node"] == "quality"]
    others = [Decimal(row["score"]) for row in rows if row["node"] != "quality"]
    assert (len(areas), len(others)) == (5, 6)
    assert sum(others) + sum(areas) / 5 == Decimal("84.768")
    cents = Decimal("0.01")
    rounded = [score.quantize(cents, rounding="ROUND_HALF_UP") for score in (*others, sum(areas) / 5)]
    assert sum(rounded) == Decimal("84.76")


# --- the record -------------------------------------------------------------------------------------


def test_evaluating_again_gives_the_same_record(evaluation: Evaluation, diagnose) -> None:
    assert diagnose(evaluation.station).record("working") == evaluation.record("working")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_record_holds_exactly_the_figures_its_readers_may_see(evaluation: Evaluation, edition) -> None:
    held = [row["id"] for row in json.loads(evaluation.record(edition))["figures"]]
    assert held == [id for id, figure in evaluation.figures.items() if edition in figure.editions]


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_a_figure_of_an_edition_is_computed_from_stands_in_it_too(
    evaluation: Evaluation, edition
) -> None:
    rows = json.loads(evaluation.record(edition))["figures"]
    held = {row["id"] for row in rows}
    assert {source for row in rows for source in row["inputs"]} <= held


WORKING_ONLY = {
    "check.contradiction.oc-s2",
    "check.contradiction.a2-s1",
    "check.contradiction.co-s3",
    "check.claim.total",
    "check.claim.grade",
    "check.claim.quality_mean",
    "check.claim.operating_time",
    "check.claim.signed_day",
    "check.claim.map_names",
    "check.claim.identical_pairs",
    "check.claim.alike_pairs",
    "check.claim.area_one_five",
    "check.claim.conclusion_scope",
    "check.claim.bureau_comment",
    "check.claim.party_names",
    "check.findings.strength",
    "check.findings.concern",
    "station.operating_months",
}


def test_the_official_record_holds_no_figure_of_the_working_papers(evaluation: Evaluation) -> None:
    working, official = (ids(evaluation, edition) for edition in ("working", "official"))
    diagnosis = {id for id in working if id.startswith(("robust.", "check.proof."))}
    assert working - official - diagnosis == WORKING_ONLY
    # Of what was tried the three parties learn only whether the grade held.
    assert official & diagnosis == {"robust.same"}
    assert official <= working


def test_the_public_record_holds_no_distance_no_state_of_a_step_and_no_check(evaluation: Evaluation) -> None:
    public = ids(evaluation, "public")
    assert public <= ids(evaluation, "official")
    assert not {"score.to_next", "score.to_lower", "rule.out_of_line"} & public
    assert not [id for id in public if id.startswith("schedule.") and id.endswith(".state")]
    assert not [id for id in public if id.startswith("check.")]


def ids(evaluation: Evaluation, edition) -> set[str]:
    return {row["id"] for row in json.loads(evaluation.record(edition))["figures"]}


# --- what was not published -------------------------------------------------------------------------


def test_what_the_published_report_does_not_hold_reads_as_not_provided(station: Station) -> None:
    for table in ("experts", "headcount", "finance", "rectification"):
        assert station.rows(table) == ()
        assert table in station.absent
    assert all(row.evidence is None for row in station.scores)
    assert all(row.expert is None for row in station.scores)
    assert all(row.agreed is None for row in station.indicators)
    assert all(row.aware is None for row in station.satisfaction)


def test_a_table_no_station_has_is_a_key_error(station: Station) -> None:
    with pytest.raises(KeyError, match="gossip"):
        station.rows("gossip")


def test_the_case_is_shown_as_a_demonstration(evaluation: Evaluation) -> None:
    assert evaluation.station.nature == "published"
    assert json.loads(evaluation.record("public"))["nature"] == "published"


# --- every figure leads back to the files -----------------------------------------------------------


def test_every_cell_a_figure_cites_is_in_the_files(evaluation: Evaluation, root: Path) -> None:
    """Row 0 stands for a file that was not provided, or for a step or verdict it doesn't list."""
    folder = root / "data/stations/shiqi-2024-midterm"
    cells = {cell for figure in evaluation.figures.values() for cell in figure.cells}
    assert len(cells) >= 200
    lost = []
    for cell in cells:
        if cell.file == "station.yaml":
            continue
        path = folder / cell.file
        if not cell.row:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = list(csv.reader(file))
        if cell.column not in head or not 2 <= cell.row <= len(rows) + 1:
            lost.append(str(cell))
    assert lost == []


def test_a_cited_cell_holds_the_figure_that_was_read_from_it(evaluation: Evaluation, root: Path) -> None:
    """Raw scores and volumes, read from the files by their cell alone."""
    folder = root / "data/stations/shiqi-2024-midterm"
    checked = 0
    for id, figure in evaluation.figures.items():
        if figure.rule not in ("scheme.combining", "data.indicators") or figure.inputs or figure.missing:
            continue
        (cell,) = figure.cells
        lines = (folder / cell.file).read_text(encoding="utf-8").splitlines()
        column = next(csv.reader(lines[:1])).index(cell.column)
        assert next(csv.reader([lines[cell.row - 1]]))[column] == figure.value, id
        checked += 1
    assert checked == 11 + 12 + 12  # scores, volumes, reported rates
