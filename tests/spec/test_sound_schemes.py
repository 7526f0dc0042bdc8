"""What is wrong with a scheme as a whole is said when it is loaded: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sweval.domain.scheme import Band, Node, Scheme
from sweval.domain.scheme_problems import problems
from sweval.presentation.report import CELLS, StationReport

Change = Callable[[Scheme], Scheme]


def with_node(path: tuple[int, ...], **changes: Any) -> Change:
    """A scheme with one node changed; ``path`` are positions from the top of the tree."""

    def changed(nodes: tuple[Node, ...], path: tuple[int, ...]) -> tuple[Node, ...]:
        here, *below = path
        node = nodes[here]
        node = (
            replace(node, children=changed(node.children, tuple(below)))
            if below
            else replace(node, **changes)
        )
        return (*nodes[:here], node, *nodes[here + 1 :])

    return lambda scheme: replace(scheme, tree=changed(scheme.tree, path))


def with_item(part: str, position: int, **changes: Any) -> Change:
    """A scheme with one band, veto or time limit changed."""

    def change(scheme: Scheme) -> Scheme:
        items = list(getattr(scheme, part))
        items[position] = replace(items[position], **changes)
        return replace(scheme, **{part: tuple(items)})

    return change


def with_part(**changes: Any) -> Change:
    return lambda scheme: replace(scheme, **changes)


def bands(*edges: tuple[str, str | None]) -> Change:
    """A scheme with these bands, lowest first; the first is the failing one."""
    made = tuple(
        Band(
            id=f"b{n}", name=f"等级{n}", floor=Decimal(floor), below=below and Decimal(below), failing=n == 0
        )  # type: ignore[arg-type]
        for n, (floor, below) in enumerate(edges)
    )
    return with_part(bands=made)


FAULTS: list[Any] = [  # id, change, path, words of the problem
    pytest.param(
        with_part(total=Decimal(101)), ("tree",), "合计100，与总分101不符", id="parties-against-total"
    ),
    pytest.param(
        with_node((0, 0), full_mark=Decimal(11)),
        ("tree", 0, "children"),
        "“第三方评估机构”下级标准分合计56，与本级55不符",
        id="children-against-parent",
    ),
    pytest.param(
        with_node((3,), id="purchaser"), ("tree", 3, "id"), "编号“purchaser”重复", id="same-id-twice"
    ),
    pytest.param(
        with_node((0, 1), id="quality"),
        ("tree", 0, "children", 3, "id"),
        "编号“quality”重复",
        id="same-id-below",
    ),
    pytest.param(
        with_node((3,), full_mark=Decimal(0)), ("tree", 3, "full_mark"), "标准分应大于0", id="no-marks"
    ),
    pytest.param(
        with_node((0,), by="area"), ("tree", 0, "by"), "只有末级评估内容可以按片区评分", id="party-by-area"
    ),
    pytest.param(
        with_item("bands", 3, failing=False), ("bands",), "应当且只应有一个等级", id="no-failing-band"
    ),
    pytest.param(
        with_item("bands", 2, failing=True), ("bands",), "应当且只应有一个等级", id="two-failing-bands"
    ),
    pytest.param(with_part(bands=()), ("bands",), "应当且只应有一个等级", id="no-bands"),
    pytest.param(
        with_item("bands", 2, id="good"), ("bands", 2, "id"), "编号“good”重复", id="same-band-twice"
    ),
    pytest.param(
        bands(("0", "60"), ("60", "60"), ("60", None)), ("bands", 1), "的上限不高于下限", id="empty-band"
    ),
    pytest.param(
        bands(("1", "60"), ("60", None)), ("bands",), "0分至1分没有等级", id="nothing-at-the-bottom"
    ),
    pytest.param(bands(("0", "59"), ("60", None)), ("bands",), "59分至60分（不含）没有等级", id="gap"),
    pytest.param(bands(("0", "61"), ("60", None)), ("bands",), "在60分处重叠", id="overlap"),
    pytest.param(
        bands(("0", None), ("60", None)), ("bands",), "在60分处重叠", id="lower-band-without-an-end"
    ),
    pytest.param(bands(("0", "60"), ("60", "100")), ("bands",), "100分没有等级", id="full-marks-ungraded"),
    pytest.param(
        bands(("0", "60"), ("60", "90")), ("bands",), "90分至100分没有等级", id="nothing-at-the-top"
    ),
    pytest.param(
        bands(("0", "101"), ("101", None)), ("bands",), "“等级1”的下限高于总分100", id="grade-nobody-reaches"
    ),
    pytest.param(
        lambda scheme: with_item("bands", 3, failing=False)(with_item("bands", 2, failing=True)(scheme)),
        ("bands",),
        "标明 failing 的不是最低等级",
        id="failing-band-above-another",
    ),
    pytest.param(
        with_item("vetoes", 0, id="clear"),
        ("vetoes", 0, "id"),
        "“clear”是认定状态的名称",
        id="named-like-a-state",
    ),
    pytest.param(
        with_item("vetoes", 1, measure="personnel_share"),
        ("vetoes", 1, "measure"),
        "或与 kind 不配",
        id="counted-by-a-share",
    ),
    pytest.param(
        with_item("vetoes", 7, id="finance_fail"),
        ("vetoes", 7, "id"),
        "编号“finance_fail”重复",
        id="same-veto-twice",
    ),
    pytest.param(
        with_item("vetoes", 0, measure="staff_shortage"),
        ("vetoes", 0),
        "据实认定的情形不应有计算量或界限",
        id="declared-with-measure",
    ),
    pytest.param(
        with_item("vetoes", 0, thresholds={"midterm": Decimal(1)}),
        ("vetoes", 0),
        "据实认定的情形不应有计算量或界限",
        id="declared-with-threshold",
    ),
    pytest.param(
        with_item("vetoes", 1, measure=None), ("vetoes", 1, "measure"), "未写明由什么计算", id="no-measure"
    ),
    pytest.param(
        with_item("vetoes", 4, measure=None),
        ("vetoes", 4, "measure"),
        "未写明由什么计算",
        id="overdue-without-measure",
    ),
    pytest.param(
        with_item("vetoes", 1, thresholds={"midterm": Decimal(5)}),
        ("vetoes", 1, "thresholds"),
        "缺末期评估的界限",
        id="no-threshold-for-the-final",
    ),
    pytest.param(
        with_item("vetoes", 3, thresholds={"final": Decimal("0.8")}),
        ("vetoes", 3, "thresholds"),
        "缺中期评估的界限",
        id="no-threshold-for-the-midterm",
    ),
    pytest.param(
        with_item("vetoes", 3, thresholds={"midterm": Decimal(80), "final": Decimal(80)}),
        ("vetoes", 3, "thresholds"),
        "比例界限应在0与1之间",
        id="per-cent-for-a-share",
    ),
    pytest.param(
        with_item("time_limits", 1, id="feedback"),
        ("time_limits", 1, "id"),
        "编号“feedback”重复",
        id="same-limit-twice",
    ),
    pytest.param(
        with_item("time_limits", 0, start="report"),
        ("time_limits", 0, "start"),
        "起算环节不在本环节之前",
        id="starts-after-its-end",
    ),
    pytest.param(
        with_item("time_limits", 0, start="feedback"),
        ("time_limits", 0, "start"),
        "起算环节不在本环节之前",
        id="starts-with-its-end",
    ),
]


@pytest.mark.parametrize(("change", "path", "words"), FAULTS)
def test_a_scheme_that_cannot_be_applied_says_why(
    scheme: Scheme, change: Change, path: tuple[str | int, ...], words: str
) -> None:
    found = {problem.path: problem for problem in problems(change(scheme)) if words in problem.problem}
    assert path in found
    assert found[path].remedy


SOUND: list[Any] = [
    pytest.param(bands(("0", "60"), ("60", None)), id="two-bands"),
    pytest.param(bands(("0", "60"), ("60", "101")), id="a-top-above-the-total"),
    pytest.param(bands(("0", "100"), ("100", None)), id="full-marks-alone"),
    pytest.param(
        with_item("vetoes", 3, thresholds={"midterm": Decimal(1), "final": Decimal(1)}), id="all-on-personnel"
    ),
]


@pytest.mark.parametrize("change", SOUND)
def test_a_scheme_of_another_city_may_differ(scheme: Scheme, change: Change) -> None:
    assert list(problems(change(scheme))) == []


@pytest.mark.parametrize(("places", "sound"), [(0, True), (6, True), (7, False)])
def test_scores_have_six_decimals_at_most(scheme: Scheme, places: int, sound: bool) -> None:
    found = list(problems(replace(scheme, rounding=replace(scheme.rounding, places=places))))
    assert [problem.path for problem in found] == ([] if sound else [("rounding", "places")])


def test_gaps_that_follow_from_a_band_upside_down_are_not_told_as_well(scheme: Scheme) -> None:
    wrong = bands(("0", "60"), ("60", "50"), ("60", None))(scheme)
    assert [problem.path for problem in problems(wrong)] == [("bands", 1)]


def test_all_problems_are_told_at_once(scheme: Scheme) -> None:
    wrong = with_item("bands", 2, id="good")(with_part(total=Decimal(101))(scheme))
    assert [problem.path for problem in problems(wrong)] == [("tree",), ("bands", 2, "id")]


def test_a_scheme_without_vetoes_and_time_limits_is_sound_and_says_so(station, scheme, evaluate):
    bare = replace(scheme, vetoes=(), time_limits=())
    assert list(problems(bare)) == []
    report = StationReport(evaluate(replace(station, declarations=()), bare), "official")
    told = "\n".join(repr(getattr(report, cell)()) for cell in CELLS if cell != "sources")
    assert "指标体系没有规定定为不合格的情形，评估等级据总分确定。" in told
    assert not [words for words in ("0种", "规定时限：。", "无法推算", "情形之一") if words in told]
    assert len(list(report.all())) == len(CELLS)


def test_more_decimals_than_any_scheme_has_are_named(scheme):
    (problem,) = problems(replace(scheme, rounding=replace(scheme.rounding, places=99)))
    assert problem.path == ("rounding", "places")
