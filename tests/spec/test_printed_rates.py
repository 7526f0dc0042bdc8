"""Printed rates: whether whole numbers can give the percentage, and by which way of rounding.

After Brown and Heathers' GRIM test. The twelve rates of the published case, row by row; then the ways.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.analysis.services.granularity import (
    READINGS,
    UNBOUNDED,
    check_rate,
    fractions,
    fractions_over,
    places_of,
    value_of,
)
from sweval.analysis.services.rate_audit import VERDICTS
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import divide, round_to
from sweval.evaluation import Evaluation
from tests.build import Evaluate, with_indicator

# indicator, done, printed, verdict, whole-number targets that fit by each way
PUBLISHED = [
    ("cases_opened", 11, "50.00%", "reachable", {"half_up": "22", "cut": "22", "whole": "22"}),
    ("group_sessions", 25, "62.50%", "reachable", {"half_up": "40", "cut": "40"}),
    ("volunteers", 25, "50.00%", "reachable", {"half_up": "50", "cut": "50", "whole": "50"}),
    ("core_volunteers", 14, "70.00%", "reachable", {"half_up": "20", "cut": "20", "whole": "20"}),
    ("volunteer_teams", 1, "50.00%", "reachable", {"half_up": "2", "cut": "2", "whole": "2"}),
    ("activities", 40, "67.79%", "cut", {"cut": "59"}),
    ("home_visits", 1420, "51.00%", "cut_or_whole", {"cut": "2784", "whole": "2758—2811"}),
    ("phone_visits", 1152, "69.00%", "whole", {"whole": "1658—1681"}),
    ("case_sessions", 64, "58.00%", "whole", {"whole": "110—111"}),
    ("groups", 5, "63.00%", "whole", {"whole": "8"}),
    ("group_attendance", 233, "86.00%", "whole", {"whole": "270—272"}),
    ("activity_attendance", 10819, "500.81%", "none", {}),
]


@pytest.mark.parametrize(("indicator", "done", "printed", "verdict", "targets"), PUBLISHED)
def test_a_published_rate_is_reachable_as_listed(
    evaluation: Evaluation, indicator: str, done: int, printed: str, verdict: str, targets: dict[str, str]
) -> None:
    (audit,) = (audit for audit in evaluation.audits if audit.indicator.id == indicator)
    assert audit.indicator.done == done
    assert audit.granularity.printed == printed
    assert audit.verdict == verdict
    assert {reading.kind: reading.targets for reading in audit.granularity.readings} == targets


def test_every_published_rate_is_listed(evaluation: Evaluation) -> None:
    assert {audit.indicator.id for audit in evaluation.audits} == {row[0] for row in PUBLISHED}
    assert evaluation.figures["check.rates"].value == "12"


def test_how_many_of_each_kind_there_are(evaluation: Evaluation) -> None:
    """A verdict that no rate has isn't listed with 0."""
    named = {verdict: f"check.rates.{verdict}" for verdict in VERDICTS}
    assert {v: evaluation.figures[id].value for v, id in named.items() if id in evaluation.figures} == {
        "reachable": "5",
        "cut": "1",
        "cut_or_whole": "1",
        "whole": "4",
        "none": "1",
    }


STEPS = {
    "cases_opened": ["half_up，约定量为22个"],
    "activities": ["cut，约定量为59次"],
    "home_visits": ["cut，约定量为2784人次", "whole，约定量为2758—2811人次"],
    "phone_visits": ["whole，约定量为1658—1681人次"],
    "activity_attendance": ["约定量2160人次得500.88%", "约定量2161人次得500.65%"],
}


@pytest.mark.parametrize("indicator", STEPS)
def test_the_reconstructed_bounds_are_shown(evaluation: Evaluation, indicator: str) -> None:
    shown = "；".join(STEPS[indicator])
    for how, words in READINGS.items():
        shown = shown.replace(how, words)
    assert evaluation.figures[f"check.rate.{indicator}"].steps == shown


def test_what_no_target_gives_is_shown_with_its_neighbours(evaluation: Evaluation) -> None:
    (audit,) = (audit for audit in evaluation.audits if audit.verdict == "none")
    assert audit.granularity.nearest == ((2160, "500.88%"), (2161, "500.65%"))
    assert audit.indicator.state == "out_of_line"


def test_the_same_rate_is_printed_in_two_ways(evaluation: Evaluation) -> None:
    """5 of 8 groups and 25 of 40 sessions: 63.00 % and 62.50 %."""
    (pair,) = evaluation.unlike
    assert (pair.first.indicator.id, pair.second.indicator.id) == ("groups", "group_sessions")
    assert evaluation.figures["check.unlike.1"].value == "63.00%与62.50%"


def test_audits_are_for_the_parties_not_for_the_public(evaluation: Evaluation) -> None:
    audits = [f for id, f in evaluation.figures.items() if id.startswith(("check.rate", "check.unlike"))]
    kinds = {audit.verdict for audit in evaluation.audits}
    assert len(audits) == 12 + 1 + len(kinds) + 1
    assert all(figure.editions == ("working", "official") for figure in audits)


# --- the ways of printing ---------------------------------------------------------------------------


def test_a_half_rounds_up() -> None:
    """1 of 8 is 12.5 %: without decimals it prints as 13 %, never as 12 %."""
    rounded_up, rounded_down = (
        check_rate(1, "13%").reading("half_up"),
        check_rate(1, "12%").reading("half_up"),
    )
    assert rounded_up is not None and rounded_up.only == 8
    assert rounded_down is None


def test_cut_off_the_same_half_reads_twelve() -> None:
    reading = check_rate(1, "12%").reading("cut")
    assert reading is not None and reading.only == 8


def test_a_rate_without_decimals_is_never_read_as_rounded_twice() -> None:
    assert check_rate(1420, "51%").reading("whole") is None


def test_a_rate_with_other_decimals_than_zeros_was_not_rounded_to_a_whole() -> None:
    assert check_rate(25, "62.50%").reading("whole") is None


def test_one_decimal_of_zero_was_perhaps_rounded_to_a_whole() -> None:
    reading = check_rate(5, "63.0%").reading("whole")
    assert reading is not None and reading.only == 8


def test_several_targets_reconstruct_nothing() -> None:
    several = check_rate(1420, "51%")
    reading = several.reading("half_up")
    assert reading is not None and reading.targets == "2758—2811"
    assert (reading.only, several.reconstructed) == (None, None)


def test_the_sole_target_is_that_of_the_likeliest_reading() -> None:
    assert check_rate(5, "63.00%").sole_target == 8
    assert check_rate(5, "63.00%").reconstructed is None
    assert check_rate(10819, "500.81%").sole_target is None


@pytest.mark.parametrize("printed", ["0%", "0.00%"])
def test_nothing_done_fits_any_target(printed: str) -> None:
    reading = check_rate(0, printed).reading("half_up")
    assert reading is not None and (reading.low, reading.high) == (1, UNBOUNDED)
    assert reading.targets == "1以上"
    assert check_rate(0, printed).nearest == ()


def test_nothing_done_gives_no_rate_above_nothing() -> None:
    assert check_rate(0, "50.00%").readings == ()
    assert check_rate(0, "50.00%").nearest == ()


def test_next_to_nothing_needs_a_large_target() -> None:
    """5 of 1001 is 0.4995 %, 5 of 1000 is 0.5 % and rounds up to 1 %."""
    reading = check_rate(5, "0%").reading("half_up")
    assert reading is not None and reading.low == 1001


def test_a_small_rate_has_a_largest_target_too() -> None:
    """5 of 1000 is 0.5 % and rounds up to 1 %, 5 of 333 is 1.502 % and rounds up to 2 %."""
    reading = check_rate(5, "1%").reading("half_up")
    assert reading is not None and (reading.low, reading.high) == (334, 1000)


def test_a_rate_above_all_targets_names_the_one_below_it() -> None:
    """5 done can print as 500 % at most; 900 % lies beyond."""
    assert check_rate(5, "900.00%").nearest == ((1, "500.00%"),)


def test_an_exact_target_is_its_own_neighbour() -> None:
    assert check_rate(25, "62.50%").nearest == ((40, "62.50%"),)


@pytest.mark.parametrize(
    ("printed", "places", "value"), [("51.00%", 2, "51.00"), ("90%", 0, "90"), ("500.81%", 2, "500.81")]
)
def test_printed_figures_are_text_with_their_zeros(printed: str, places: int, value: str) -> None:
    assert (places_of(printed), str(value_of(printed))) == (places, value)


# --- shares of a head count -------------------------------------------------------------------------


def test_two_thirds_of_fifteen_is_ten() -> None:
    assert (10, 15) in fractions("66.67%", 15)


def test_the_earlier_retention_rate_was_9_of_14_or_18_of_28() -> None:
    assert list(fractions("64.29%", 30)) == [(9, 14), (18, 28)]


def test_ninety_per_cent_without_decimals_fits_three_counts_up_to_21_and_not_15() -> None:
    assert list(fractions("90%", 21)) == [(9, 10), (18, 20), (19, 21)]
    assert list(fractions("90.00%", 21)) == [(9, 10), (18, 20)]


def test_a_whole_is_as_good_a_fraction_as_any() -> None:
    assert list(fractions("100%", 3)) == [(1, 1), (2, 2), (3, 3)]
    assert list(fractions("0%", 2)) == [(0, 1), (0, 2)]
    assert list(fractions("90%", 0)) == []


def test_of_many_a_percentage_without_decimals_fits_several() -> None:
    """Of 1000, 495 to 504 print as 50 %; 49.5 % rounds up to it, 50.5 % to 51."""
    assert list(fractions_over("50%", 1000)) == [(n, 1000) for n in range(495, 505)]
    assert list(fractions_over("100%", 1000)) == [(n, 1000) for n in range(995, 1001)]
    assert list(fractions_over("0%", 1000)) == [(n, 1000) for n in range(5)]
    assert list(fractions_over("50.0%", 1000)) == [(500, 1000)]


@given(st.integers(1, 3000), st.decimals(0, 100, places=2), st.integers(0, 2))
def test_what_fits_is_what_prints_so(d: int, rate: Decimal, places: int) -> None:
    printed = f"{round_to(rate, places)}%"
    fitting = [
        n for n in range(d + 1) if f"{round_to(divide(Decimal(100 * n), Decimal(d)), places)}%" == printed
    ]
    assert [n for n, _ in fractions_over(printed, d)] == fitting


# --- what isn't audited -----------------------------------------------------------------------------


def test_without_a_printed_rate_there_is_nothing_to_audit(station: Station, evaluate: Evaluate) -> None:
    evaluation = evaluate(with_indicator(station, done="5", agreed="8"))
    assert evaluation.audits == ()
    assert evaluation.figures["check.rates"].value == "0"


def test_without_a_volume_there_is_nothing_to_audit(station: Station, evaluate: Evaluate) -> None:
    assert evaluate(with_indicator(station, printed="63.00%")).audits == ()


def test_a_volume_of_nought_fits_every_target_and_is_not_audited(
    station: Station, evaluate: Evaluate
) -> None:
    evaluation = evaluate(with_indicator(station, done="0", printed="0.00%"))
    assert (evaluation.audits, evaluation.unlike) == ((), ())
    assert evaluation.progress.indicators[0].agreed is None


# --- against an agreed volume -----------------------------------------------------------------------

AGREED = [  # done, agreed, printed, verdict
    ("50", "100", "50.00%", "matches"),
    ("50", "100", "50%", "matches"),
    ("1", "8", "13%", "matches"),  # 12.5 %, as the printed rate is rounded
    ("1", "8", "12%", "differs"),
    ("50", "100", "60.24%", "differs"),  # 50 of 83 would give it
    ("5", "8", "63.00%", "differs"),
]


@pytest.mark.parametrize(("done", "agreed", "printed", "verdict"), AGREED)
def test_with_an_agreed_volume_a_printed_rate_either_matches_it_or_not(
    station: Station, evaluate: Evaluate, done: str, agreed: str, printed: str, verdict: str
) -> None:
    evaluation = evaluate(with_indicator(station, done=done, agreed=agreed, printed=printed))
    (audit,) = evaluation.audits
    assert audit.verdict == verdict
    assert evaluation.figures["check.rate.visits"].value == VERDICTS[verdict]  # type: ignore[index]
    assert evaluation.figures["check.rate.visits"].steps == f"按约定量计算为{audit.indicator.rate_shown}"


def test_the_printed_rate_is_kept_with_the_computed_rate(station: Station, evaluate: Evaluate) -> None:
    figures = evaluate(with_indicator(station, done="50", agreed="100", printed="60.24%")).figures
    assert (figures["progress.visits.rate"].value, figures["progress.visits.printed"].value) == (
        "50.00%",
        "60.24%",
    )


def test_a_rate_computed_from_an_agreed_volume_is_not_compared_with_reported_ones(
    station: Station, evaluate: Evaluate
) -> None:
    first = with_indicator(station, done="5", agreed="8", printed="63.00%").indicators[0]
    second = replace(first, row=3, id="talks", agreed=None, reported_rate="62.50%")
    evaluation = evaluate(replace(station, indicators=(first, second)))
    assert (len(evaluation.audits), evaluation.unlike) == (2, ())


def test_rates_that_fit_several_targets_are_not_called_one_rate(station: Station, evaluate: Evaluate) -> None:
    """1152 at 69.00 % fit 1658 to 1681, at 70.00 % fit 1634 to 1657: as much done, but of nobody knows how many."""
    first = with_indicator(station, done="1152", printed="69.00%").indicators[0]
    second = replace(first, row=3, id="talks", reported_rate="70.00%")
    evaluation = evaluate(replace(station, indicators=(first, second)))
    assert (len(evaluation.audits), evaluation.unlike) == (2, ())
