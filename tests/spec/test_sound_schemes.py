"""What is wrong with a scheme as a whole is said when it is loaded: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sweval.analysis.scores.grades import grade
from sweval.domain.scheme.leaf_rules import (
    Checklist,
    ChecklistItem,
    Direct,
    KOfN,
    LeafRule,
    Level,
    Levels,
    PerUnit,
    Ratio,
    Steps,
    Threshold,
)
from sweval.domain.scheme.problems import problems
from sweval.domain.scheme.scheme import (
    Band,
    Consequence,
    EntryCondition,
    Scheme,
    TotalAsInteger,
    VetoRule,
    VisitLevel,
)
from sweval.domain.scheme.tree import ROLES, Combination, Node, settled
from sweval.domain.scheme.tree_problems import rule_problems, weight_problems
from sweval.presentation.report.station_report import CELLS, StationReport
from tests.build import with_rounding

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
    """A scheme with one band, veto, time limit or depth changed."""

    def change(scheme: Scheme) -> Scheme:
        items = list(getattr(scheme, part))
        items[position] = replace(items[position], **changes)
        return replace(scheme, **{part: tuple(items)})

    return change


def veto(id: str = "v", **changes: Any) -> VetoRule:
    return VetoRule(id=id, name="情形", material="略", source="略", **changes)


def with_veto(**changes: Any) -> Change:
    """A scheme with one veto only."""
    return with_part(vetoes=(veto(**changes),))


def with_part(**changes: Any) -> Change:
    return lambda scheme: replace(scheme, **changes)


def rounded(**changes: Any) -> Change:
    return lambda scheme: with_rounding(scheme, **changes)


def with_categories(*names: str) -> Change:
    return lambda scheme: replace(scheme, categories=replace(scheme.categories, items=names))


def leaf(full_mark: str = "10", id: str = "x", **changes: Any) -> Node:
    return Node(id=id, name="项", source="略", full_mark=Decimal(full_mark), **changes)


def level(name: str, low: str, high: str) -> Level:
    return Level(name=name, low=Decimal(low), high=Decimal(high))


def bands(*edges: tuple[str, str | None], whole: bool = False) -> Change:
    """A scheme with these bands, lowest first, the first the failing one; whether totals are made whole."""
    made = tuple(
        Band(
            id=f"b{n}", name=f"等级{n}", floor=Decimal(floor), below=below and Decimal(below), failing=n == 0
        )  # type: ignore[arg-type]
        for n, (floor, below) in enumerate(edges)
    )
    return with_part(
        bands=made, round_total_first=TotalAsInteger(mode="half_up", source="略") if whole else None
    )


THIRDS = tuple(leaf("0", id, weight=Decimal(1)) for id in "abc")
GOOD_AND_FAIR = with_node(
    (0, 3), rule=Levels(kind="levels", levels=(level("好", "15", "20"), level("中", "0", "14")))
)
STAGES_AT_21 = {"midterm": Decimal(21), "final": Decimal(21)}
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
        with_node((0,), by="area"),
        ("tree", 0, "by"),
        "有下级的评估内容不直接评分，by 不起作用",
        id="party-by-area",
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
        bands(("0", "60"), ("60", "60"), ("61", None)), ("bands", 1), "的上限不高于下限", id="empty-band"
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
        with_item("vetoes", 3, thresholds={"midterm": Decimal(2), "final": Decimal(1)}),
        ("vetoes", 3, "thresholds"),
        "比例界限应在0与1之间",
        id="twice-all-personnel",
    ),
    pytest.param(
        with_part(
            vetoes=(
                veto("a", kind="node_level", node="nowhere"),
                veto("b", kind="overdue"),
                veto("c", kind="overdue"),
            )
        ),
        ("vetoes", 2, "measure"),
        "未写明由什么计算",
        id="three-wrong-vetoes",
    ),
    pytest.param(
        with_item("vetoes", 1, thresholds={"midterm": Decimal(0), "final": Decimal(10)}),
        ("vetoes", 1, "thresholds", "midterm"),
        "界限为0，这种情形总会成立",
        id="nothing-is-too-many",
    ),
    pytest.param(
        with_item("vetoes", 3, thresholds={"midterm": Decimal(1), "final": Decimal(0)}),
        ("vetoes", 3, "thresholds", "final"),
        "界限为0，这种情形永远不会成立",
        id="nothing-is-below-nothing",
    ),
    pytest.param(
        with_item("vetoes", 4, thresholds={"midterm": Decimal(1)}),
        ("vetoes", 4, "thresholds"),
        "按是否逾期认定的情形，界限不起作用",
        id="overdue-with-threshold",
    ),
    pytest.param(
        with_item("vetoes", 0, kind="node_below", node="quality", thresholds=STAGES_AT_21),
        ("vetoes", 0, "thresholds", "midterm"),
        "界限21高于“服务质量”的标准分20，这种情形总会成立",
        id="below-more-than-there-is",
    ),
    pytest.param(
        with_item("vetoes", 0, kind="node_below", node="quality", levels=("差",)),
        ("vetoes", 0, "levels"),
        "由评分认定的情形，levels 不起作用",
        id="below-a-level",
    ),
    pytest.param(
        with_item("vetoes", 0, kind="node_level", node="quality", thresholds=STAGES_AT_21),
        ("vetoes", 0, "thresholds"),
        "由等次认定的情形，界限不起作用",
        id="level-with-threshold",
    ),
    pytest.param(
        lambda scheme: with_veto(kind="node_level", node="quality", levels=("差",))(GOOD_AND_FAIR(scheme)),
        ("vetoes", 0, "levels"),
        "“quality”没有等次“差”",
        id="a-level-there-is-not",
    ),
    pytest.param(
        with_item("vetoes", 0, kind="node_level", node="nowhere", levels=("差",)),
        ("vetoes", 0, "node"),
        "指标体系中没有这项评估内容",
        id="level-of-what-there-is-not",
    ),
    pytest.param(
        with_item("vetoes", 0, kind="node_level", node="quality", measure="staff_shortage"),
        ("vetoes", 0, "measure"),
        "由评估内容的结果认定，不另计算",
        id="level-with-measure",
    ),
    pytest.param(
        with_item("bands", 1, upto=Decimal(89)),
        ("bands", 1),
        "同时填了 below 和 upto",
        id="two-ends-of-a-band",
    ),
    pytest.param(with_part(tree=()), ("tree",), "没有评分方", id="no-tree"),
    pytest.param(
        with_node((3,), children=(Node(id="x", name="项", source="略", full_mark=Decimal(5), role="bonus"),)),
        ("tree", 3, "children"),
        "下级都不计分",
        id="nothing-below-counts",
    ),
    pytest.param(with_item("depths", 0, id="total"), ("depths",), "“total”指总分", id="a-depth-called-total"),
    pytest.param(
        with_item("bands", 2, name="良好"), ("bands", 2, "name"), "名称“良好”重复", id="same-name-twice"
    ),
    pytest.param(
        with_part(consequences=(Consequence(band="fail", text="整改", source="略"),) * 2),
        ("consequences", 1, "band"),
        "等级“fail”重复",
        id="two-consequences-of-a-grade",
    ),
    pytest.param(
        with_node((0,), section="outcome"),
        ("tree", 0, "section"),
        "报告只逐项叙述第2层的评估内容",
        id="a-party-told-in-a-section",
    ),
    pytest.param(
        with_node((0,), capped=True), ("tree", 0, "capped"), "下级没有加分项", id="capped-without-a-bonus"
    ),
    pytest.param(
        with_node((0,), combine=Combination(way="median")),
        ("tree", 0, "combine"),
        "有下级的评估内容不直接评分，combine 不起作用",
        id="party-combines",
    ),
    pytest.param(
        with_node((0,), raters="many"), ("tree", 0, "raters"), "raters 不起作用", id="party-of-raters"
    ),
    pytest.param(
        with_node((0,), areas=Combination(way="median")),
        ("tree", 0, "areas"),
        "areas 不起作用",
        id="party-of-areas",
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
    pytest.param(
        with_node((0,), rule=Direct(scale=Decimal(100))),
        ("tree", 0, "rule"),
        "有下级的评估内容不直接评分，rule 不起作用",
        id="party-with-a-rule",
    ),
    pytest.param(
        lambda scheme: replace(scheme, tree=settled(THIRDS, scheme.total)),
        ("tree",),
        "各评分方标准分合计99.999999，与总分100不符",
        id="weights-that-do-not-divide",
    ),
    pytest.param(
        lambda scheme: replace(rounded(place="party")(scheme), depths=scheme.depths[:1]),
        ("tree", 0, "children", 0),
        "第2层没有名称",
        id="deeper-than-its-named-levels",
    ),
    pytest.param(
        with_node((3,), role="bonus", children=(leaf(), leaf("5", id="y", role="deduction"))),
        ("tree", 3, "children", 1, "role"),
        "整体加分，下级不能再有扣分的",
        id="deduction-within-a-bonus",
    ),
    pytest.param(
        with_node((3,), full_mark=Decimal("5.001")),
        ("tree", 3, "full_mark"),
        "标准分5.001比保留的2位小数更细",
        id="leaf-above-rounding-finer",
    ),
    pytest.param(
        lambda scheme: rounded(places=6)(with_node((3,), full_mark=Decimal("5.0000001"))(scheme)),
        ("tree", 3, "full_mark"),
        "标准分5.0000001比保留的6位小数更细",
        id="finer-than-the-finest-rounding",
    ),
    pytest.param(
        rounded(place="village"), ("rounding", "place"), "没有“village”这一层", id="rounding-nowhere"
    ),
    pytest.param(rounded(places=7), ("rounding", "places"), "小数位数过多", id="seven-decimals"),
    pytest.param(rounded(places=99), ("rounding", "places"), "小数位数过多", id="ninety-nine-decimals"),
    pytest.param(
        with_part(entry=(EntryCondition(id="finance_fail", name="情形", material="略", source="略"),)),
        ("entry", 0, "id"),
        "编号“finance_fail”重复",
        id="condition-and-veto-alike",
    ),
    pytest.param(
        with_node((0, 3), rule=Direct(scale=Decimal(0))),
        ("tree", 0, "children", 3, "rule", "scale"),
        "评分的满分应大于0",
        id="leaf-out-of-nothing",
    ),
    pytest.param(
        with_part(consequences=(Consequence(band="z", text="略", source="略"),)),
        ("consequences", 0, "band"),
        "没有这个等级",
        id="consequence-of-no-grade",
    ),
    pytest.param(
        with_part(visit_levels=(VisitLevel(id="red", name="重点", visits=2, per="month", source="略"),) * 2),
        ("visit_levels", 1, "id"),
        "编号“red”重复",
        id="same-visit-level-twice",
    ),
    pytest.param(
        lambda scheme: replace(scheme, depths=(*scheme.depths, scheme.depths[0])),
        ("depths", 3, "id"),
        "编号“party”重复",
        id="same-depth-twice",
    ),
    pytest.param(
        with_categories("残疾人", "低保对象", "残疾人"),
        ("categories", "items", 2),
        "名称“残疾人”重复",
        id="same-category-twice",
    ),
    pytest.param(
        with_categories("残疾人、低保对象"), ("categories", "items"), "有顿号", id="category-with-a-comma"
    ),
    pytest.param(
        bands(("0", "79"), ("80.5", None), whole=True),
        ("bands", 1),
        "等级界限不是整数",
        id="whole-totals-and-a-broken-floor",
    ),
    pytest.param(
        bands(("0", "79.5"), ("80", None), whole=True),
        ("bands", 0),
        "等级界限不是整数",
        id="whole-totals-and-a-broken-end",
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
    pytest.param(
        with_node((0, 0), capped=True, children=(leaf(), leaf("1", "y", role="bonus"))), id="capped-bonus"
    ),
    pytest.param(
        with_node((0, 0), raters="many", combine=Combination(way="weighted_mean", weights="people")),
        id="many-raters-by-people",
    ),
    pytest.param(
        lambda scheme: rounded(place="indicator")(
            with_node((0, 0), children=(leaf("5.01"), leaf("4.99", "y")))(scheme)
        ),
        id="as-fine-as-the-rounding",
    ),
    pytest.param(rounded(place="total"), id="rounded-at-the-total"),
    pytest.param(bands(("0", "61"), ("61", None), whole=True), id="whole-totals-and-odd-edges"),
    pytest.param(with_node((0, 0), children=(leaf("0.5"), leaf("9.5", id="y"))), id="less-than-a-mark"),
    pytest.param(
        with_node((0, 0), children=(leaf("5.001"), leaf("4.999", id="y"))), id="finer-below-the-rounding"
    ),
    pytest.param(bands(("0", "60"), ("60", None)), id="two-bands"),
    pytest.param(bands(("0", "60"), ("60", "101")), id="a-top-above-the-total"),
    pytest.param(bands(("0", "100"), ("100", None)), id="full-marks-alone"),
    pytest.param(
        with_item("vetoes", 3, thresholds={"midterm": Decimal(1), "final": Decimal(1)}), id="all-on-personnel"
    ),
    pytest.param(
        with_item(
            "vetoes",
            0,
            kind="node_below",
            node="quality",
            thresholds={"midterm": Decimal(20), "final": Decimal(1)},
        ),
        id="full-marks-or-nothing",
    ),
]


@pytest.mark.parametrize("change", SOUND)
def test_a_scheme_of_another_city_may_differ(scheme: Scheme, change: Change) -> None:
    assert list(problems(change(scheme))) == []


@pytest.mark.parametrize(("places", "sound"), [(0, True), (6, True), (7, False)])
def test_scores_have_six_decimals_at_most(scheme: Scheme, places: int, sound: bool) -> None:
    found = list(problems(with_rounding(scheme, places=places)))
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


# --- trees: marks, weights, combinations, rules -----------------------------------------------------


def items(*marks: str, ids: str = "abcdef") -> tuple[ChecklistItem, ...]:
    return tuple(ChecklistItem(id=id, name=id, marks=Decimal(m)) for id, m in zip(ids, marks, strict=False))


def steps(*pairs: tuple[str, str], indicator: str | None = None) -> Steps:
    made = tuple(Threshold(at_least=Decimal(at), marks=Decimal(marks)) for at, marks in pairs)
    return Steps(kind="steps", steps=made, indicator=indicator)


RULES: list[Any] = [  # rule, full mark, what is said of it; None: nothing
    pytest.param(Direct(scale=Decimal(0)), "10", "满分应大于0", id="scale-of-nothing"),
    pytest.param(
        Levels(kind="levels", levels=(level("好", "5", "9"),)),
        "10",
        "最高等次为9分",
        id="levels-below-full-mark",
    ),
    pytest.param(
        Levels(kind="levels", levels=(level("好", "10", "5"), level("中", "0", "10"))),
        "10",
        "下限高于上限",
        id="level-upside-down",
    ),
    pytest.param(
        Levels(kind="levels", levels=(level("好", "5", "10"), level("差", "0", "6"))),
        "10",
        "在5分至6分重叠",
        id="levels-overlap",
    ),
    pytest.param(
        Levels(kind="levels", levels=(level("好", "5", "10"), level("好", "0", "5"))),
        "10",
        "“好”重复",
        id="level-twice",
    ),
    pytest.param(
        Levels(kind="levels", levels=(level("好", "5", "10"), level("差", "0", "5"))),
        "10",
        None,
        id="levels-touch",
    ),
    pytest.param(
        Levels(kind="levels", levels=(level("好", "10", "10"), level("差", "0", "0"))),
        "10",
        None,
        id="levels-of-one-mark",
    ),
    pytest.param(
        Checklist(kind="checklist", items=items("4", "5")),
        "10",
        "合计9，与标准分10不符",
        id="items-do-not-add-up",
    ),
    pytest.param(
        Checklist(kind="checklist", items=items("4", "6", ids="aa")), "10", "“a”重复", id="item-twice"
    ),
    pytest.param(
        KOfN(kind="k_of_n", k=3, items=items("0", "0")),
        "10",
        "须满足3项，而只有2项",
        id="more-than-there-are",
    ),
    pytest.param(
        KOfN(kind="k_of_n", k=2, items=items("0", "0", ids="aa")), "10", "“a”重复", id="same-item-of-several"
    ),
    pytest.param(KOfN(kind="k_of_n", k=2, items=items("0", "0")), "10", None, id="all-there-are"),
    pytest.param(steps(("60", "9")), "10", "最高一段为9分", id="steps-below-full-mark"),
    pytest.param(steps(("60", "10"), ("60", "10")), "10", "起点“60”重复", id="step-twice"),
    pytest.param(
        steps(("90", "5"), ("60", "10"), indicator="x"),
        "10",
        "完成率高的得分反而低",
        id="less-for-more-of-a-rate",
    ),
    pytest.param(
        steps(("0", "5"), ("1", "10"), ("3", "0")), "10", "各段得分有升有降", id="steps-up-and-down"
    ),
    pytest.param(steps(("0", "10"), ("1", "5"), ("3", "0")), "10", None, id="less-for-more-complaints"),
    pytest.param(
        Ratio(kind="ratio", zero_at=Decimal(5), full_at=Decimal(5)),
        "10",
        "0分处与满分处相同",
        id="ratio-of-nothing",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(0), unit="次"), "10", "每次的分值为0", id="unit-worth-nothing"
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(1), cap=Decimal(11), unit="次"),
        "10",
        "上限11高于标准分10",
        id="cap-above-full-mark",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(1), start=Decimal(8), cap=Decimal(7), unit="次"),
        "10",
        "不在0至7之间",
        id="start-above-cap",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(1), start=Decimal(7), cap=Decimal(7), unit="次"),
        "10",
        "已是上限7分，再加不起作用",
        id="adds-from-its-cap",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(-1), unit="次"),
        "10",
        "已是下限0分，再减不起作用",
        id="takes-off-from-nothing",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(-1), start=Decimal(10), unit="次"),
        "10",
        None,
        id="takes-off-from-full",
    ),
    pytest.param(
        PerUnit(kind="per_unit", each=Decimal(1), start=Decimal(0), unit="次"),
        "10",
        None,
        id="adds-from-nothing",
    ),
]


@pytest.mark.parametrize(("rule", "full_mark", "words"), RULES)
def test_a_leaf_rule_fits_its_full_mark(rule: LeafRule, full_mark: str, words: str | None) -> None:
    found = list(rule_problems((), rule, Decimal(full_mark)))
    assert len(found) >= (words is not None)
    assert any(words in problem.problem for problem in found) if words else found == []


RATE = steps(("1", "20"), indicator="x")
TREES: list[Any] = [  # a change of the leaf 服务质量, what is said of it
    pytest.param({"areas": Combination(way="weighted_mean")}, "没有写明按什么加权", id="weighted-by-nothing"),
    pytest.param(
        {"areas": Combination(weights="people")}, "不是加权平均，却写明了权重", id="weights-for-nothing"
    ),
    pytest.param(
        {"combine": Combination(way="weighted_mean", weights="people")},
        "评委没有可加权的",
        id="weighted-experts",
    ),
    pytest.param({"rule": RATE}, "不另评分，by 不起作用", id="rate-by-area"),
    pytest.param({"full_mark": Decimal("20.001")}, "满分会被取舍", id="finer-than-rounding"),
    pytest.param({"full_mark": Decimal(0)}, "标准分应大于0", id="worth-nothing"),
    pytest.param(
        {"children": (leaf("20"),)}, "有下级的评估内容不直接评分，by 不起作用", id="areas-above-leaves"
    ),
    pytest.param({"capped": True}, "没有下级，封顶不起作用", id="capped-leaf"),
    pytest.param(
        {"by": "station", "areas": Combination(way="median")},
        "不按片区评分，areas 不起作用",
        id="areas-not-by-area",
    ),
    pytest.param(
        {"by": "station", "raters": "many", "rule": RATE}, "不另评分，raters 不起作用", id="rated-rate"
    ),
    pytest.param(
        {"by": "station", "combine": Combination(way="median"), "rule": RATE},
        "不另评分，combine 不起作用",
        id="combined-rate",
    ),
]


@pytest.mark.parametrize(("changes", "words"), TREES)
def test_a_node_fits_its_place(scheme: Scheme, changes: dict[str, Any], words: str) -> None:
    found = list(problems(with_node((0, 3), **changes)(scheme)))
    assert [problem for problem in found if words in problem.problem]


@pytest.mark.parametrize("outer", ["bonus", "deduction", "unscored"])
@pytest.mark.parametrize("inner", ["score", "bonus", "deduction", "unscored"])
def test_what_counts_as_a_whole_has_no_parts_that_count_otherwise(
    scheme: Scheme, outer: Any, inner: Any
) -> None:
    parts = (leaf("4"), leaf("6", "other", role=inner), leaf("6", "third"))
    base = leaf("10", "base", children=parts)
    top = replace(base, id="top", role=outer, children=(base,))
    found = list(problems(replace(scheme, tree=(*scheme.tree, top))))
    within = ("tree", len(scheme.tree), "children", 0, "children", 1, "role")
    refused = [
        p.path for p in found if p.problem == f"“{top.name}”整体{ROLES[outer]}，下级不能再有{ROLES[inner]}的"
    ]
    assert refused == ([] if inner == "score" else [within])


WEIGHTS: list[Any] = [  # siblings, what is said of them
    pytest.param(
        (leaf(weight=Decimal(1)), leaf(id="y")),
        ["同时填了标准分和权重", "同级有的填标准分，有的填权重"],
        id="a-mark-and-a-weight",
    ),
    pytest.param((leaf("0", weight=Decimal(0)),), ["权重应大于0"], id="a-weight-of-nothing"),
    pytest.param(
        (leaf("0", weight=Decimal(1), role="bonus"),),
        ["加分、扣分和不计分的不能用权重"],
        id="a-bonus-by-weight",
    ),
    pytest.param((leaf(children=(leaf(weight=Decimal(1)),)),), ["同时填了标准分和权重"], id="both-below"),
    pytest.param((leaf("0", weight=Decimal(1)), leaf("0", weight=Decimal(2))), [], id="weights-alone"),
]


@pytest.mark.parametrize(("siblings", "words"), WEIGHTS)
def test_marks_and_weights_do_not_mix(siblings: tuple[Node, ...], words: list[str]) -> None:
    assert [problem.problem for problem in weight_problems(siblings)] == words


def test_weights_share_out_the_mark_in_plain_numbers() -> None:
    tree = settled((leaf("0", weight=Decimal(3)), leaf("0", "y", weight=Decimal(5))), Decimal(100))
    assert [f"{node.full_mark}" for node in tree] == ["37.5", "62.5"]
    tree = settled((leaf("0", weight=Decimal(3)), leaf("0", "y", weight=Decimal(2))), Decimal(100))
    assert [f"{node.full_mark}" for node in tree] == ["60", "40"]


# --- whole-number bands, node vetoes, entry conditions ----------------------------------------------


def test_whole_number_bands_must_say_how_a_total_becomes_whole(scheme: Scheme) -> None:
    bands = (
        Band(id="a", name="优", floor=Decimal(80)),
        Band(id="b", name="差", floor=Decimal(0), upto=Decimal(79), failing=True),
    )
    (problem,) = problems(replace(scheme, bands=bands))
    assert problem.problem == "79分与80分之间的总分没有等级"
    whole = TotalAsInteger(mode="half_up", source="略")
    assert list(problems(replace(scheme, bands=bands, round_total_first=whole))) == []


@pytest.mark.parametrize(
    ("total", "grade_"), [("79.49", "差"), ("79.5", "优"), ("79.99", "优"), ("80", "优")]
)
def test_a_total_is_made_whole_before_it_is_placed(scheme: Scheme, total: str, grade_: str) -> None:
    bands = (
        Band(id="a", name="优", floor=Decimal(80)),
        Band(id="b", name="差", floor=Decimal(0), upto=Decimal(79), failing=True),
    )
    whole = replace(scheme, bands=bands, round_total_first=TotalAsInteger(mode="half_up", source="略"))
    assert grade(Decimal(total), whole).final.name == grade_


VETOES: list[Any] = [
    pytest.param(
        {"kind": "node_below", "node": "nowhere"}, ["没有这项评估内容", "缺中期", "缺末期"], id="unknown-node"
    ),
    pytest.param(
        {"kind": "node_level", "node": "outcome", "levels": ("差",)}, ["没有等次“差”"], id="no-levels"
    ),
    pytest.param({"kind": "declared", "node": "outcome"}, ["却写了 node 或 levels"], id="declared-with-node"),
]


@pytest.mark.parametrize(("changes", "words"), VETOES)
def test_a_veto_on_a_node_fits_it(scheme: Scheme, changes: dict[str, Any], words: list[str]) -> None:
    found = [problem.problem for problem in problems(with_veto(**changes)(scheme))]
    assert len(found) == len(words)
    assert all(any(word in problem for problem in found) for word in words)
