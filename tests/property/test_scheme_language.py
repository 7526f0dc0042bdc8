"""What must hold for any sound scheme and any sheet that fits it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sweval
from sweval.analysis.scores.combining import combine, trimmed_mean, weighted_mean
from sweval.analysis.scores.grades import grade
from sweval.analysis.scores.results import NodeScore, Scoring
from sweval.analysis.scores.scoring import score
from sweval.domain.scheme.leaf_rules import Direct, Levels
from sweval.domain.scheme.problems import problems
from sweval.domain.scheme.tree import Node, settled
from sweval.domain.station.rows import LeafInput, Score
from sweval.domain.station.station import Station
from sweval.intake.checks.repairing import Broken
from sweval.intake.checks.scores import score_faults
from tests.property.schemes import KINDS, PLACES, WAYS, Case, cases
from tests.property.second_scorer import second_score
from tests.thorough import examples

ROOT = Path(__file__).resolve().parents[2]
BASE = sweval.load_scheme("guangzhou-2023", ROOT)
STATION = sweval.load_station("shiqi-2024-midterm", BASE, root=ROOT)
ANY = cases(BASE, STATION)
WITHOUT_DEDUCTION = cases(BASE, STATION, deductions=False)
MANY = settings(max_examples=examples(500))

#: kind of leaf × way over areas or raters × place of rounding, as far as the generator has come.
REACHED: Counter[tuple[str, str, str]] = Counter()


def scored(case: Case) -> Scoring:
    return score(case.station, case.scheme)


@settings(MANY, max_examples=examples(1000))
@given(ANY)
def test_what_is_generated_is_sound(case: Case):
    assert list(problems(case.scheme)) == []
    assert list(score_faults(case.station, case.scheme, Broken())) == []
    for leaf in case.scheme.leaves():
        ways = {leaf.combine.way} | ({leaf.areas.way} if leaf.by == "area" else set())
        REACHED.update((leaf.rule.kind, way, case.scheme.rounding.place) for way in ways)


@pytest.mark.slow
@settings(MANY, max_examples=1000)
@given(ANY)
def test_a_thousand_of_them_are_sound_too(case: Case):
    test_what_is_generated_is_sound.hypothesis.inner_test(case)


@pytest.mark.slow
def test_the_generator_reaches_every_kind_way_and_place():
    """Whoever runs this test alone lets the generator run first."""
    if sum(REACHED.values()) < 1000:
        test_a_thousand_of_them_are_sound_too()
    wanted = {(kind, way, place) for kind in KINDS for way in WAYS for place in PLACES}
    assert wanted - set(REACHED) == set()


@MANY
@given(ANY)
def test_a_second_scorer_agrees(case: Case):
    result = scored(case)
    second = second_score(case.station, case.scheme)
    assert {node.node.id: Fraction(node.converted) for node in result.nodes} == second.nodes
    assert Fraction(result.total) == second.total


@MANY
@given(ANY)
def test_every_score_is_within_its_bounds(case: Case):
    result = scored(case)
    for node in result.nodes:
        bonus = sum((n.node.full_mark for n in node.walk() if n.node.role == "bonus"), Decimal(0))
        assert 0 <= node.converted <= node.node.full_mark + (0 if node.node.capped else bonus)
    assert 0 <= result.total <= case.scheme.max_total
    grade(result.total, case.scheme)  # raises where a total has no band


@MANY
@given(ANY)
def test_lost_marks_and_what_stands_beside_explain_the_total(case: Case):
    """Where no bound bit, which the report names, and where no sum was rounded."""
    result = scored(case)
    signs = {"bonus": 1, "deduction": -1, "unscored": 0}
    extra = sum((signs[part.role] * part.converted for part in result.other_parts), Decimal(0))
    lost, over = (sum((getattr(c, key) for c in result.components), Decimal(0)) for key in ("lost", "over"))
    if not result.bounds and case.scheme.rounding.place in ("component", "indicator"):
        assert result.total == case.scheme.total - lost + over + extra


def raised(case: Case, data: st.DataObject) -> Station | None:
    """The station with one thing given raised: a score, an item met, a value; nothing where all is at its top."""
    rows: list[Score | LeafInput] = [*case.station.scores, *case.station.leaf_inputs]
    row = data.draw(st.sampled_from(rows))
    leaf = case.scheme.node(row.node)
    if isinstance(row, LeafInput):
        higher = replace(row, met=True) if row.item else replace(row, value=(row.value or Decimal(0)) + 7)
        inputs = tuple(higher if r is row else r for r in case.station.leaf_inputs)
        return replace(case.station, leaf_inputs=inputs)
    most = leaf.rule.levels[0].high if isinstance(leaf.rule, Levels) else leaf.max_score
    level = leaf.rule.levels[0].name if isinstance(leaf.rule, Levels) else row.level
    better = replace(row, score=min((row.score or Decimal(0)) + Decimal("0.7"), most), level=level)
    if isinstance(leaf.rule, Levels):
        better = replace(better, score=max(better.score or Decimal(0), leaf.rule.levels[0].low))
    return replace(case.station, scores=tuple(better if r is row else r for r in case.station.scores))


@MANY
@given(WITHOUT_DEDUCTION, st.data())
def test_raising_what_was_given_never_lowers_the_total(case: Case, data: st.DataObject):
    before = scored(case)
    after = score(raised(case, data), case.scheme)
    assert after.total >= before.total
    assert after.unrounded >= before.unrounded


@MANY
@given(ANY, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(case: Case, random):
    tables = ("scores", "leaf_inputs", "experts", "raters", "areas", "coverage_totals")
    shuffled = {}
    for table in tables:
        rows = list(getattr(case.station, table))
        random.shuffle(rows)
        shuffled[table] = tuple(rows)
    before, after = scored(case), score(replace(case.station, **shuffled), case.scheme)
    assert (after.total, after.unrounded) == (before.total, before.unrounded)
    assert [n.converted for n in after.nodes] == [n.converted for n in before.nodes]


@MANY
@given(ANY)
def test_rounding_moves_the_total_by_no_more_than_it_may(case: Case):
    """Half a unit for each rounded score, a whole one where the rest is cut off."""
    result, rounding = scored(case), case.scheme.rounding
    unit = Decimal(1).scaleb(-rounding.places)
    each = unit if rounding.mode == "down" else unit / 2
    assert abs(result.total - result.unrounded) <= each * rounded_scores(result, case)


def rounded_scores(result: Scoring, case: Case) -> int:
    place = case.scheme.depth_of(case.scheme.rounding.place)
    if place is None:
        return 1

    def counts(node: NodeScore) -> int:
        here = node.depth == place or (node.depth < place and not node.children)
        return 1 if here else sum(counts(child) for child in node.children)

    return sum(counts(party) for party in result.parties if party.node.role != "unscored")


@MANY
@given(ANY, st.data())
def test_what_recused_raters_gave_counts_for_nothing(case: Case, data: st.DataObject):
    added = tuple(
        replace(row, row=row.row + 9000, expert="stranger", score=Decimal(0))
        for row in case.station.scores
        if row.expert == "e1"
    )
    stranger = replace(case.station.experts[0], row=99, id="stranger", recused=True)
    with_stranger = replace(
        case.station, scores=(*case.station.scores, *added), experts=(*case.station.experts, stranger)
    )
    assert score(with_stranger, case.scheme).total == scored(case).total


values = st.lists(st.fractions(0, 100, max_denominator=100), min_size=1, max_size=8)


@MANY
@given(values, st.sampled_from(["mean", "median"]))
def test_what_is_combined_lies_between_the_least_and_the_most(given_: list[Fraction], way):
    assert min(given_) <= combine(way, given_) <= max(given_)


@MANY
@given(st.lists(st.fractions(0, 100, max_denominator=100), min_size=3, max_size=8))
def test_a_trimmed_mean_ignores_how_extreme_the_extremes_are(given_: list[Fraction]):
    ordered = sorted(given_)
    wider = [Fraction(0), *ordered[1:-1], Fraction(1000)]
    assert trimmed_mean(given_) == trimmed_mean(wider)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_trimmed_mean_of_two_or_fewer_is_refused(number: int):
    with pytest.raises(ValueError):
        trimmed_mean([Fraction(1)] * number)


weighted = st.lists(
    st.tuples(st.fractions(0, 100, max_denominator=50), st.integers(1, 500)), min_size=1, max_size=8
)


@MANY
@given(weighted, st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_only_the_proportions_of_weights_matter(pairs: list[tuple[Fraction, int]], factor: Fraction):
    given_ = [value for value, _ in pairs]
    weights = [Fraction(weight) for _, weight in pairs]
    assert weighted_mean(given_, weights) == weighted_mean(given_, [w * factor for w in weights])


@MANY
@given(st.lists(st.integers(1, 60), min_size=2, max_size=6), st.integers(2, 50))
def test_weights_of_nodes_scaled_by_a_constant_share_out_the_same(weights: list[int], factor: int):
    def shared(scale: int) -> list[Decimal]:
        nodes = tuple(
            Node(id=f"n{n}", name="项", source="虚构", weight=Decimal(w * scale))
            for n, w in enumerate(weights)
        )
        return [node.full_mark for node in settled(nodes, Decimal(100))]

    assert shared(1) == shared(factor)


def test_with_rounding_they_may_not(station, scheme):
    """29.996 + 30 + 30 is 89.996 as it is, and 90.00 with each rounded."""
    parts = [Decimal("29.996"), Decimal(30), Decimal(30)]
    tree = tuple(
        Node(id=f"n{n}", name="项", source="虚构", full_mark=Decimal(mark))
        for n, mark in enumerate((40, 30, 30))
    )
    rules = replace(scheme, tree=tree)
    rows = tuple(Score(row=n, node=f"n{n}", score=part) for n, part in enumerate(parts))
    result = score(replace(station, scores=rows, experts=()), rules)
    assert (result.unrounded, result.total) == (Decimal("89.996"), Decimal("90.00"))
    assert grade(result.total, rules).by_total.id == "excellent"


def test_a_direct_leaf_on_another_scale_keeps_its_share():
    assert (
        Direct(scale=Decimal(100)).marks(type("G", (), {"score": Decimal("86.5")})(), Decimal(300)) == 259.5
    )
