"""The example schemes, each on a small invented station: every result worked out by hand.

Between them they use every kind of leaf, every way of combining, every place of rounding.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sweval.analysis.scores.grades import grade
from sweval.analysis.scores.scoring import Unscorable
from sweval.analysis.scores.scoring import score as score_station
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.station.rows import Score
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.intake.project import scheme_files
from sweval.intake.scheme_file import load_scheme
from sweval.intake.station.folder import load_station
from sweval.presentation.report.station_report import CELLS, StationReport
from tests.build import Evaluate, numbered, with_declarations, with_experts

EXAMPLES = ("example-1000", "example-stars", "example-whole", "example-committees")


@pytest.fixture(scope="module")
def evaluated(root: Path, evaluate: Evaluate) -> dict[str, Evaluation]:
    found = {}
    for name in EXAMPLES:
        scheme = load_scheme(name, root)
        found[name] = evaluate(load_station(name, scheme, root=root), scheme)
    return found


WORKED = {
    "example-1000": {
        "plan": "72",  # 好, 72 of 60 to 80
        "records": "45",  # 30 一人一档 + 15 台账; 一户一档 not met
        "training": "42.5",  # 50 × 34 ÷ 40
        "team": "159.5",  # 72 + 45 + 42.5
        "visits": "150",  # 830 ÷ 1000 = 83.00 %, from 80 on
        "quality": "259.5",  # area a (80 + 86) ÷ 2 = 83, b 90 (one expert silent, left out); 86.5 × 300 ÷ 100
        "service": "409.5",  # 150 + 259.5
        "professional": "569.0",  # 159.5 + 409.5, both already to one decimal
        "purchaser": "176.0",  # 88 × 200 ÷ 100
        "bureau": "93.0",
        "finance": "75.0",  # 合格, unscored
        "total": "838.0",  # 569.0 + 176.0 + 93.0; finance counts for nothing
    },
    "example-stars": {
        "sites": "22.5",  # 3 of the 4 asked for: 30 × 3 ÷ 4
        # a: 70, 80, 90.5, 100 trimmed (80 + 90.5) ÷ 2 = 85.25; b: (75 + 75.5) ÷ 2 = 75.25; c nobody, 0; median
        "service": "75.25",
        "base": "97.75",  # 22.5 + 75.25
        "innovation": "15.0",  # 2 × 7.5
        "complaints": "7.5",  # 3 × 2.5
        "total": "105.2",  # 97.75 + 15 − 7.5 = 105.25, half even to one decimal
    },
    "example-whole": {
        # management 100 × 3 ÷ 10 = 30: rules 30 × 1 ÷ 3 = 10, staff 20; effect 70: reach 28, result 42
        "rules": "8.7",  # 70, 87, 90 trimmed = 87 of 100, of 10
        "staff": "17.5",  # median of 85 and 90 = 87.5 of 100, of 20
        "management": "26.20",
        "result": "39.06",  # by units: (92 × 2 + 95 × 1) ÷ 3 = 93 of 100, of 42; c is left out
        "effect": "63.33",  # reach (8000 + 27000 + 17000) ÷ 600 = 86.666… of 100, of 28 = 24.2666…; + 39.06
        "total": "89.53",  # whole first: 90
    },
    "example-committees": {
        "work": "39.25",  # (38 + 40.5) ÷ 2
        "publicity": "11.00",  # 5 + 1.5 × 4, a bonus
        "operation": "10.50",  # 15 × (85 − 50) ÷ (100 − 50)
        "panel": "60",  # 39.25 + 10.50 + 11.00 = 60.75, capped at its full mark
        # by people: (27 × 1200 + 24.5 × 800) ÷ 2000; the third is recused, the fourth silent and left out
        "presence": "26.00",
        "response": "5.33",  # 及时 10, 一般 6, the silent one 0: 16 ÷ 3 = 5.333…, cut off
        "committees": "31.33",
        "total": "91.33",  # 60 + 31.33
    },
}
GRADES = {
    "example-1000": "良好",
    "example-stars": "三星",
    "example-whole": "优秀",  # 89.53 is 90 as a whole number
    "example-committees": "A",
}


@pytest.mark.parametrize(
    ("name", "node"), [(name, node) for name, nodes in WORKED.items() for node in nodes if node != "total"]
)
def test_a_score_is_what_was_worked_out(evaluated: dict[str, Evaluation], name: str, node: str) -> None:
    assert evaluated[name].scoring.component(node).converted == Decimal(WORKED[name][node])


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_total_and_the_grade_are_what_was_worked_out(evaluated: dict[str, Evaluation], name: str) -> None:
    figures = evaluated[name].figures
    assert figures["score.total"].value == WORKED[name]["total"]
    assert figures["score.grade"].value == GRADES[name]


def test_the_examples_use_the_whole_language(evaluated: dict[str, Evaluation]) -> None:
    nodes = [node for e in evaluated.values() for node in e.scheme.nodes()]
    leaves = [node for node in nodes if not node.children]
    assert {leaf.rule.kind for leaf in leaves} == {
        "direct",
        "levels",
        "checklist",
        "k_of_n",
        "steps",
        "ratio",
        "per_unit",
    }
    ways = {c.way for leaf in leaves for c in (leaf.areas, leaf.combine)}
    assert ways == {"mean", "weighted_mean", "median", "trimmed_mean"}
    missing = {c.missing for leaf in leaves for c in (leaf.areas, leaf.combine)}
    assert missing == {"refuse", "leave_out", "zero"}
    assert {node.role for node in nodes} == {"score", "bonus", "deduction", "unscored"}
    assert {e.scheme.rounding.place for e in evaluated.values()} == {"component", "total", "dimension"}
    assert {e.scheme.rounding.mode for e in evaluated.values()} == {"half_up", "half_even", "down"}


def test_every_example_is_marked_as_an_example(root: Path) -> None:
    found = {name: load_scheme(name, root).example for name in scheme_files(root)}
    assert {name for name, example in found.items() if example} == set(EXAMPLES)
    assert not found["guangzhou-2023"]


def test_a_failed_financial_evaluation_fails_the_station_and_leaves_the_total(
    root: Path, evaluate: Evaluate
) -> None:
    scheme = load_scheme("example-1000", root)
    failed = with_level(root, scheme, "finance", "不合格", "40")
    evaluation = evaluate(failed, scheme)
    assert evaluation.figures["score.total"].value == "838.0"
    assert evaluation.figures["score.grade"].value == "不合格"
    assert [v.reason for v in evaluation.triggered] == ["财务评估为不合格（所列为不合格）"]


@pytest.mark.parametrize(
    ("levels", "state", "reason"),
    [
        (["合格", "优秀", "合格"], "clear", "财务评估为合格、优秀（所列为不合格、差）"),
        (["合格", "不合格", "不合格"], "triggered", "财务评估为不合格（所列为不合格、差）"),
    ],
)
def test_of_the_levels_experts_gave_one_that_fails_is_enough(
    root: Path, evaluate: Evaluate, levels: list[str], state: str, reason: str
) -> None:
    scheme = load_scheme("example-1000", root)
    node = next(node for node in scheme.nodes() if node.id == "finance")
    more = replace(node.rule, levels=(*node.rule.levels, replace(node.rule.levels[0], name="优秀")))
    tree = tuple(replace(n, rule=more) if n.id == "finance" else n for n in scheme.tree)
    vetoes = tuple(
        replace(veto, levels=(*veto.levels, "差")) if veto.kind == "node_level" else veto
        for veto in scheme.vetoes
    )
    station = load_station("example-1000", scheme, root=root)
    (given,) = (row for row in station.scores if row.node == "finance")
    others = [row for row in station.scores if row.node != "finance"]
    scores = [
        replace(given, expert=f"e{n}", level=level, score=Decimal(60)) for n, level in enumerate(levels)
    ]
    panel = with_experts(replace(station, scores=numbered([*others, *scores])), "e0", "e1", "e2")
    evaluation = evaluate(panel, replace(scheme, tree=tree, vetoes=vetoes))
    (verdict,) = (v for v in evaluation.verdicts if v.rule.kind == "node_level")
    assert (verdict.state, verdict.reason) == (state, reason)


@pytest.mark.parametrize(("marks", "state"), [("30", "clear"), ("29.9", "triggered")])
def test_a_node_below_its_limit_fails_the_station(
    root: Path, evaluate: Evaluate, marks: str, state: str
) -> None:
    scheme = load_scheme("example-1000", root)
    station = load_station("example-1000", scheme, root=root)
    rows = tuple(
        replace(row, score=Decimal(marks)) if row.node == "bureau" else row for row in station.scores
    )
    evaluation = evaluate(replace(station, scores=rows), scheme)
    (verdict,) = (v for v in evaluation.verdicts if v.rule.id == "bureau_low")
    assert verdict.state == state


def test_an_entry_condition_is_no_grade(root: Path, diagnose: Evaluate) -> None:
    """不予评估 is not 不合格."""
    scheme = load_scheme("example-1000", root)
    station = load_station("example-1000", scheme, root=root)
    excluded = with_declarations(station, suspended="triggered")
    evaluation = diagnose(excluded, scheme)
    assert evaluation.figures["score.grade"].value == "不予评估"
    assert evaluation.grade.final is not scheme.failing
    assert evaluation.figures["entry.suspended"].value == "存在"
    assert evaluation.figures["score.grade"].rule == "scheme.entry"
    told = "\n".join(repr(getattr(StationReport(evaluation, "working"), cell)()) for cell in CELLS)
    (verdict,) = evaluation.entry
    (condition,) = scheme.entry
    assert (verdict.rule.kind, verdict.rule.name) == ("declared", condition.name)
    assert (verdict.rule.material, verdict.rule.source) == (condition.material, condition.source)
    assert "因存在“服务中止超过三个月”的情形，不予评估" in told
    assert "838.0分，不予评估" in told
    assert "等级为不予评估" not in told


def with_level(root: Path, scheme: Scheme, node: str, level: str, score: str) -> Station:
    station = load_station("example-1000", scheme, root=root)
    rows = tuple(
        replace(row, level=level, score=Decimal(score)) if row.node == node else row for row in station.scores
    )
    return replace(station, scores=rows)


@pytest.mark.parametrize("name", ("guangzhou-2023", *EXAMPLES))
def test_every_rule_of_a_scheme_is_pointed_to_from_a_figure_and_gives_its_source(
    name: str, evaluated: dict[str, Evaluation], evaluation: Evaluation
) -> None:
    one = evaluated.get(name, evaluation)
    rules = {id: rule for id, rule in one.rules.items() if id.startswith("scheme.")}
    assert len(rules) >= 8
    assert set(rules) - {figure.rule for figure in one.figures.values()} == set()
    assert [id for id, rule in rules.items() if not rule.source] == []


def test_the_consequence_of_a_grade_is_shown(root: Path, diagnose: Evaluate) -> None:
    scheme = load_scheme("example-1000", root)
    failed = diagnose(with_level(root, scheme, "finance", "不合格", "40"), scheme)
    told = repr(StationReport(failed, "official").grade())
    assert "按规定，限期整改，整改后仍不合格的终止协议。" in told
    assert "整改后重新接受财务评估" in told, "the remedy stands beside what was found"
    assert "不予评估情形的认定" in told


def test_areas_nobody_scored_are_named_with_what_became_of_them(evaluated: dict[str, Evaluation]) -> None:
    figures = {name: one.figures for name, one in evaluated.items()}
    assert (
        figures["example-stars"]["score.service.raw"].all_steps
        == "0、75.25、85.25的中位数为75.25；西片区没有评分，按0分计"
    )
    assert (
        figures["example-whole"]["score.result.raw"].all_steps
        == "（92×2＋95×1）÷（2＋1）＝93；西片区没有评分，不计入"
    )
    assert figures["example-1000"]["score.quality.area.b"].steps == "未评分的1位不计入"
    assert figures["example-committees"]["score.response.raw"].steps == "未评分的1位按0分计"


def test_several_areas_nobody_scored_are_named_together(
    evaluated: dict[str, Evaluation], evaluate: Evaluate
) -> None:
    stars = evaluated["example-stars"]
    scores = tuple(row for row in stars.station.scores if (row.node, row.area) != ("service", "b"))
    figures = evaluate(replace(stars.station, scores=scores), stars.scheme).figures
    assert figures["score.service.raw"].all_steps.endswith("；中片区、西片区没有评分，按0分计")


def test_what_each_rater_gave_is_shown_in_the_working_papers_alone(evaluated: dict[str, Evaluation]) -> None:
    evaluation = evaluated["example-committees"]
    figure = evaluation.figures["score.presence.raw"]
    formula = "（27×1200＋24.5×800）÷（1200＋800）＝26"
    assert figure.all_steps == f"{formula}；未评分的1位不计入"
    for edition in ("official", "public"):
        assert evaluation.seen_by(edition).figures[figure.id].all_steps == "未评分的1位不计入"
    assert formula in evaluation.record("working")
    assert formula not in evaluated["example-committees"].record("official")


def test_a_failing_grade_by_another_name_is_called_so_throughout(
    station: Station, scheme: Scheme, diagnose: Evaluate
) -> None:
    bands = tuple(replace(b, name="不达标" if b.failing else b.name) for b in scheme.bands)
    vetoes = tuple(replace(v, name=v.name.replace("不合格", "未通过")) for v in scheme.vetoes)
    renamed = diagnose(station, replace(scheme, bands=bands, vetoes=vetoes))
    report = StationReport(renamed, "working")
    own = [cell for cell in CELLS if cell not in ("stages", "basis", "content")]
    told = "\n".join(repr(getattr(report, cell)()) for cell in own)
    assert "定为不达标" in told
    assert "不合格" not in told


def test_a_city_without_a_supervision_centre_or_named_methods(
    evaluated: dict[str, Evaluation], diagnose: Evaluate
) -> None:
    one = evaluated["example-stars"]
    assert one.station.organisations.supervision_centre is None
    report = StationReport(one, "official")
    assert "督导中心指" not in repr(report.preface())
    assert "督导中心未提供。" in repr(report.supervision_centre())
    assert "采用的方法未提供，指标体系也未规定方法。" in repr(report.background())
    assessment = replace(one.station.assessment, methods=("查阅资料", "访谈"))
    told = StationReport(diagnose(replace(one.station, assessment=assessment), one.scheme), "official")
    assert "评估采用的方法有查阅资料和访谈。" in repr(told.background())


STEPS = {
    ("example-committees", "score.total"): "60＋31.33＝91.33",
    ("example-committees", "score.panel.converted"): "39.25＋11.00＋10.50＝60.75→60（加分后不超过标准分）",
    ("example-stars", "score.total"): "22.5＋75.25＋15－7.5＝105.25→105.2",
    ("example-whole", "score.effect.converted"): "24.266667＋39.06＝63.326667→63.33",
    ("example-whole", "score.total"): "26.20＋63.33＝89.53",
    ("example-1000", "score.total"): "159.5＋409.5＋176.0＋93.0＝838.0",
    ("example-1000", "score.team.converted"): "72＋45＋42.5",
}


@pytest.mark.parametrize(("name", "figure"), STEPS)
def test_the_steps_of_a_bounded_or_rounded_sum_add_up(
    evaluated: dict[str, Evaluation], name: str, figure: str
) -> None:
    assert evaluated[name].figures[figure].steps == STEPS[name, figure]


RAW = {  # on the scale that was scored on
    ("example-1000", "quality"): "86.5",
    ("example-1000", "purchaser"): "88",
    ("example-1000", "visits"): "150",
    ("example-whole", "rules"): "87",
    ("example-whole", "result"): "93",
    ("example-stars", "service"): "75.25",
}


@pytest.mark.parametrize(("name", "node"), RAW)
def test_a_raw_score_stays_on_its_scale(evaluated: dict[str, Evaluation], name: str, node: str) -> None:
    score = evaluated[name].scoring.component(node)
    assert score.raw == Decimal(RAW[name, node])
    assert evaluated[name].figures[f"score.{node}.raw"].value == RAW[name, node]


def test_areas_stay_on_their_scale_too(evaluated: dict[str, Evaluation]) -> None:
    areas = evaluated["example-1000"].scoring.component("quality").areas
    assert [(area.area, area.raw) for area in areas] == [("a", 83), ("b", 90)]


def test_a_rate_leads_to_the_indicator_it_was_taken_from(evaluated: dict[str, Evaluation]) -> None:
    figure = evaluated["example-1000"].figures["score.visits.raw"]
    assert figure.inputs == ("progress.home_visits.rate",)
    assert figure.steps == "83%→150"
    assert figure.rule == "scheme.node.visits"


def test_a_leaf_whose_rate_is_unknown_cannot_be_scored(root: Path) -> None:
    scheme = load_scheme("example-1000", root)
    with pytest.raises(Unscorable, match="visits: no scores that count"):
        score_station(load_station("example-1000", scheme, root=root), scheme, {})


def test_raters_of_another_party_are_not_missed(root: Path, evaluate: Evaluate) -> None:
    scheme = load_scheme("example-committees", root)
    station = load_station("example-committees", scheme, root=root)
    stranger = replace(station.raters[0], row=9, id="r9", node="elsewhere")
    both = replace(station, raters=(*station.raters, stranger))
    assert evaluate(both, scheme).scoring.component("response").converted == Decimal("5.33")
    silent = evaluate(both, scheme).scoring.component("response").areas[0].silent
    assert silent == ("r4",)


def test_the_best_components_and_the_greatest_losses_are_listed_in_order(
    evaluated: dict[str, Evaluation],
) -> None:
    scoring = evaluated["example-1000"].scoring
    assert [c.node.id for c in scoring.highest()] == ["bureau", "purchaser", "service"]
    assert [c.node.id for c in scoring.heaviest()] == ["service", "team", "purchaser"]
    assert [c.node.id for c in scoring.majority_of_loss()] == ["service"]
    assert [c.node.id for c in scoring.other_parts] == ["finance"]
    aside = evaluated["example-committees"].scoring
    assert [c.node.id for c in aside.other_parts] == ["publicity"]
    assert aside.component("panel").unrounded == Decimal(60)


def test_a_verdict_on_a_node_cites_it(evaluated: dict[str, Evaluation]) -> None:
    figures = evaluated["example-1000"].figures
    assert figures["veto.finance_fail.value"].inputs == ("score.finance.converted",)
    assert figures["veto.finance_fail"].all_steps == "财务评估为合格（所列为不合格）"
    assert figures["veto.bureau_low.value"].inputs == ("score.bureau.converted",)
    assert figures["veto.bureau_low"].all_steps == "监督方93.00分（界限30分）"
    assert figures["veto.bureau_low.value"].cells == ()


def test_who_scored_each_area(evaluated: dict[str, Evaluation]) -> None:
    one = evaluated["example-1000"]
    quality = one.scoring.component("quality")
    assert quality.same_experts(one.station) is False  # e2 scored the first area alone
    agreed = evaluated["example-whole"]
    reach = agreed.scoring.component("reach")
    assert reach.same_experts(agreed.station) is None
    named = tuple(replace(expert, areas="a、b、c") for expert in agreed.station.experts)
    assert reach.same_experts(replace(agreed.station, experts=named)) is True
    apart = (replace(named[0], areas="a"), *named[1:])
    assert reach.same_experts(replace(agreed.station, experts=apart)) is False
    recused = (replace(named[0], areas="a", recused=True), *named[1:])
    assert reach.same_experts(replace(agreed.station, experts=recused)) is True
    unknown = (replace(named[0], areas=None), *named[1:])
    assert reach.same_experts(replace(agreed.station, experts=unknown)) is None


def test_a_grade_rests_on_the_whole_total_and_on_entry_conditions(evaluated: dict[str, Evaluation]) -> None:
    whole = evaluated["example-whole"].figures["score.grade_by_total"]
    assert whole.steps == "总分先取整为90分；90分（含）以上为优秀"
    plain = evaluated["example-1000"].figures
    assert plain["score.grade_by_total"].steps == "800分（含）至900分（不含）为良好"
    assert plain["score.grade"].inputs == ("score.grade_by_total", "veto.triggered", "entry.triggered")
    assert evaluated["example-whole"].grade.placed == 90
    assert evaluated["example-1000"].grade.placed == Decimal("838.0")


@pytest.mark.parametrize("mode", ["half_up", "half_even", "down"])
def test_a_total_becomes_whole_in_the_way_named(root: Path, mode: str) -> None:
    scheme = load_scheme("example-whole", root)
    assert scheme.round_total_first is not None
    first = replace(scheme.round_total_first, mode=mode)  # type: ignore[arg-type]
    placed = grade(Decimal("88.5"), replace(scheme, round_total_first=first)).placed
    assert placed == {"half_up": 89, "half_even": 88, "down": 88}[mode]


TILES = {
    "example-1000": "服务90.5分、队伍建设40.5分、购买方评分24.0分等",
    # 130 − 32.25 + 15 − 7.5 = 105.25, to one decimal
    "example-stars": "服务24.75分、阵地建设7.5分；另计加分项创新加分15分；另计扣分项有效投诉扣分7.5分",
    "example-whole": "覆盖3.733333分、效果2.94分、人员2.5分等",
    "example-committees": "服务工作5.75分、响应情况4.67分、运营4.50分等；另计加分项宣传11.00分；评估机构加分后不超过标准分",
}
NOTES = {
    "example-1000": "总分为各项折算分之和。失分合计不计财务评估。＊：评分的评委不足3位的片区，和为免由平均分推算而一并不单列的。",
    "example-stars": "保留1位小数。失分合计不计创新加分和有效投诉扣分。",
    "example-whole": "总分为各项折算分之和。",
    "example-committees": "总分为各项折算分之和。失分合计不计宣传。评估机构加分后不超过标准分。",
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_lost_marks_bonuses_deductions_and_bounds_explain_the_total(
    evaluated: dict[str, Evaluation], name: str
) -> None:
    lines = repr(StationReport(evaluated[name], "official").summary()).splitlines()
    (tile,) = (line for line in lines if line.startswith("失分："))
    assert tile.partition("〔")[0].split("；", 1)[1] == TILES[name]
    lines = repr(StationReport(evaluated[name], "official").grade()).splitlines()
    (note,) = (line for line in lines if line.startswith("注：各项"))
    assert note.endswith(NOTES[name])


def test_a_deduction_of_several_parts_is_taken_off_as_a_whole(root: Path, evaluate: Evaluate) -> None:
    """130 − 24.75 − 7.5 = 97.75; 97.75 + 15 − (6 + 100) = 6.75, half even 6.8."""
    evaluation = evaluate(*fined(root, "6", "100"))
    figures = evaluation.figures
    assert figures["score.fines.converted"].steps == "6＋100"
    assert figures["score.total"].steps == "22.5＋75.25＋15－6－100＝6.75→6.8"
    assert evaluation.scoring.bounds == ()
    summary = repr(StationReport(evaluation, "official").summary())
    assert "另计扣分项迟交6分；另计扣分项失实100分" in summary


def test_deductions_take_the_total_no_lower_than_0(root: Path, evaluate: Evaluate) -> None:
    """97.75 + 15 − (20 + 100) = −7.25."""
    evaluation = evaluate(*fined(root, "20", "100"))
    assert (
        evaluation.figures["score.total"].steps == "22.5＋75.25＋15－20－100＝－7.25→0.0（扣分后不低于0分）"
    )
    assert evaluation.scoring.bounds == ("总分扣分后不低于0分",)
    assert "；总分扣分后不低于0分" in repr(StationReport(evaluation, "official").summary())
    assert "失实。总分扣分后不低于0分。" in repr(StationReport(evaluation, "official").grade())


def test_deductions_take_a_node_no_lower_than_0(root: Path, evaluate: Evaluate) -> None:
    """97.75 − (20 + 100) within the base; + 15."""
    station, scheme = fined(root, "20", "100")
    base, innovation, fines = scheme.tree
    inner = tuple(replace(part, role="deduction") for part in fines.children)
    within = replace(base, children=(*base.children, *inner))
    evaluation = evaluate(station, replace(scheme, tree=(within, innovation)))
    assert (
        evaluation.figures["score.base.converted"].steps
        == "22.5＋75.25－20－100＝－22.25→0（扣分后不低于0分）"
    )
    assert evaluation.figures["score.total"].steps == "0＋15＝15"
    assert evaluation.scoring.bounds == ("基础评估扣分后不低于0分",)


def fined(root: Path, late: str, false: str) -> tuple[Station, Scheme]:
    """The example of stars with a deduction of two parts, and what was deducted."""
    scheme = load_scheme("example-stars", root)
    station = load_station("example-stars", scheme, root=root)
    base, innovation, complaints = scheme.tree
    parts = tuple(
        Node(id=id, name=name, source="示例", full_mark=Decimal(full))
        for id, name, full in (("late", "迟交", 20), ("false", "失实", 100))
    )
    fines = Node(
        id="fines", name="处罚", source="示例", full_mark=Decimal(120), role="deduction", children=parts
    )
    rows = (
        *(row for row in station.scores if row.node != complaints.id),
        Score(row=90, node="late", score=Decimal(late)),
        Score(row=91, node="false", score=Decimal(false)),
    )
    inputs = tuple(row for row in station.leaf_inputs if row.node != complaints.id)
    tree = (base, innovation, fines)
    return replace(station, scores=rows, leaf_inputs=inputs), replace(scheme, tree=tree)


def test_the_levels_that_single_raters_named_are_for_the_working_papers(
    root: Path, evaluate: Evaluate
) -> None:
    """Agreed, a level is the party's; of several raters each has named his own."""
    scheme = load_scheme("example-1000", root)
    agreed = with_level(root, scheme, "finance", "不合格", "40")
    figure = evaluate(agreed, scheme).figures["veto.finance_fail.value"]
    assert figure.editions == ("working", "official", "public")
    (row,) = (row for row in agreed.scores if row.node == "finance")
    experts = ("e1", "e2")
    own = tuple(
        replace(row, row=row.row + 100 * n, expert=expert) for n, expert in enumerate(experts, start=1)
    )
    others = tuple(row for row in agreed.scores if row.node != "finance")
    evaluation = evaluate(replace(agreed, scores=(*others, *own)), scheme)
    assert evaluation.figures["veto.finance_fail.value"].editions == ("working",)
    assert "不合格" not in evaluation.seen_by("official").figures["veto.finance_fail"].all_steps
