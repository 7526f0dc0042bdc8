"""The scheme's text: basis, principles, stages, methods, content; where each rule comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from sweval.analysis.rules.rulebook import rulebook, veto_sentence
from sweval.domain.scheme.problems import problems
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Combination, Node
from sweval.domain.station.station import Station
from sweval.evaluation import Evaluation
from sweval.intake.scheme_file import load_scheme
from tests.build import with_components

SOURCE = "石碁镇中期评估报告（2024）"


def test_the_scheme_is_sound(scheme: Scheme) -> None:
    assert list(problems(scheme)) == []


def test_the_underlying_documents_were_not_available_and_the_scheme_says_so(scheme: Scheme) -> None:
    assert "《广州市社工站购买服务项目评估办法》" in scheme.availability
    assert "《广州市社工站购买服务项目评估指标体系》" in scheme.availability
    assert "原文未能取得" in scheme.availability
    assert "以原文为准" in scheme.availability


def test_six_principles(scheme: Scheme) -> None:
    assert [principle.name for principle in scheme.principles] == [
        "真实诚信",
        "客观公正",
        "证据为本",
        "以评促进",
        "回避监督",
        "保密尊重",
    ]


def test_each_principle_says_what_it_means_here(scheme: Scheme) -> None:
    assert all(principle.text and principle.items for principle in scheme.principles)


def test_recusal_is_a_duty_of_the_expert_and_a_right_of_the_station(scheme: Scheme) -> None:
    (recusal,) = (principle for principle in scheme.principles if principle.name == "回避监督")
    assert "应当回避" in recusal.text
    assert "申请回避" in recusal.text
    assert recusal.items == ("应当回避的评委不参加该社工站评分。",)


def test_six_stages_from_the_plan_to_the_public_notice(scheme: Scheme) -> None:
    assert [stage.name for stage in scheme.stages] == [
        "制定评估计划",
        "自我评审",
        "实地评估",
        "反馈初评意见",
        "出具评估报告",
        "公示评估报告及受理评估投诉",
    ]


def test_the_bureau_confirms_and_publishes_not_the_evaluator(scheme: Scheme) -> None:
    last = scheme.stages[-1]
    assert last.text.startswith("区民政部门收到报告后")
    assert "确认并予以公示" in last.text


def test_seven_methods(scheme: Scheme) -> None:
    assert [method.name for method in scheme.methods] == [
        "听取介绍",
        "实地观察",
        "查阅资料",
        "各项目访谈",
        "机构运营访谈",
        "利益相关方满意度及知晓度",
        "总结反馈",
    ]


def test_two_methods_outside_the_seven(scheme: Scheme) -> None:
    assert [method.name for method in scheme.other_methods] == ["问卷", "困难群众入户询问"]


def test_the_station_names_only_methods_of_the_scheme(station: Station, scheme: Scheme) -> None:
    known = {method.name for method in (*scheme.methods, *scheme.other_methods)}
    assert set(station.assessment.methods) == known


def test_eight_vetoes(scheme: Scheme, evaluation: Evaluation) -> None:
    assert len(scheme.vetoes) == 8
    assert evaluation.figures["rule.vetoes"].text == "8种"
    assert evaluation.rules["scheme.vetoes"].text == "有所列8种情形之一的，评估结果定为不合格，总分照列。"


def test_the_content_holds_every_dimension_a_finding_may_name(scheme: Scheme) -> None:
    dimensions = {article.name: article.items for article in scheme.content}
    assert dimensions == {
        "运营管理情况": ("人员管理", "行政管理", "项目宣传"),
        "项目服务": ("需求评估", "服务设计", "服务执行", "服务成效"),
        "利益相关方满意度及知晓度": ("满意度及知晓度",),
        "相关方反馈": ("作用发挥", "自查自纠", "督查整改落实", "服务质量保障"),
    }


def test_the_basis_is_policy_and_standards(scheme: Scheme) -> None:
    assert [article.name for article in scheme.basis] == ["政策依据", "评估标准依据"]
    assert [len(article.items) for article in scheme.basis] == [8, 2]


# --- sources ----------------------------------------------------------------------------------------


def sources(scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Every place of the scheme that must name a source, with the source it names."""
    for node in scheme.nodes():
        yield f"tree.{node.id}", node.source
    yield "rounding", scheme.rounding.source
    yield "combining", scheme.combining_source
    yield "bands", scheme.bands_source
    yield "vetoes", scheme.vetoes_source
    yield "sampling", scheme.sampling.source
    yield "progress", scheme.progress.source
    for veto in scheme.vetoes:
        yield f"vetoes.{veto.id}", veto.source
    for limit in scheme.time_limits:
        yield f"time_limits.{limit.id}", limit.source
    for part in ("basis", "principles", "stages", "methods", "other_methods", "content"):
        for article in getattr(scheme, part):
            yield f"{part}.{article.name}", article.source


def test_every_rule_names_the_place_it_comes_from(scheme: Scheme) -> None:
    named = dict(sources(scheme))
    assert len(named) == 53
    assert [place for place, source in named.items() if not source.startswith(SOURCE)] == []


def test_every_rule_of_a_figure_is_in_the_rulebook_with_its_source(evaluation: Evaluation) -> None:
    cited = {figure.rule for figure in evaluation.figures.values() if figure.rule}
    assert cited <= set(evaluation.rules)
    assert all(evaluation.rules[rule].source and evaluation.rules[rule].text for rule in cited)


def test_every_figure_that_was_provided_has_a_rule_and_something_it_rests_on(evaluation: Evaluation) -> None:
    for id, figure in evaluation.figures.items():
        assert figure.rule or figure.missing, id
        assert figure.cells or figure.inputs or id.startswith("rule."), id


ASSUMED = {
    "scheme.rounding",
    "scheme.veto.staff_shortage",
    "scheme.veto.certified_shortfall",
    "scheme.veto.personnel_share",
    "scheme.progress",
    *(f"scheme.limit.{step}" for step in ("feedback", "report", "confirmation", "notice_end")),
    "method.pace",
    "method.retention",
}


def test_what_the_source_leaves_open_is_marked_as_assumed(evaluation: Evaluation) -> None:
    assert {id for id, rule in evaluation.rules.items() if rule.assumed} == ASSUMED


RULES = {  # what the text of a rule must say, made from the data
    "scheme.parties": [
        "第三方评估机构55分",
        "购买方20分",
        "督导中心15分",
        "监督方10分",
        "合计100分",
        "服务质量20分",
    ],
    "scheme.combining": ["服务质量按片区评分", "各片区之间取算术平均", "评委之间取算术平均"],
    "scheme.rounding": ["四舍五入", "2位小数", "总分为各项折算分之和"],
    "scheme.bands": ["90分", "80分", "60分", "优秀", "良好", "合格", "不合格"],
    "scheme.limit.feedback": ["评估工作结束", "5个工作日"],
    "scheme.limit.notice_end": ["公示开始", "7个工作日"],
    "scheme.sampling": ["不少于100名"],
    "scheme.progress": ["200%"],
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_reads_as_a_sentence_made_from_the_data(evaluation: Evaluation, rule: str) -> None:
    text = evaluation.rules[rule].text
    assert [words for words in RULES[rule] if words not in text] == []


FIGURES = {
    "rule.total": "100分",
    "rule.third_party.full_mark": "55分",
    "rule.quality.full_mark": "20分",
    "rule.band.excellent": "90分",
    "rule.band.fail": "0分",
    "rule.limit.report": "10个工作日",
    "rule.sampling": "100人",
    "rule.out_of_line": "200%",
}


@pytest.mark.parametrize("id", FIGURES)
def test_the_schemes_own_numbers_are_figures_too(evaluation: Evaluation, id: str) -> None:
    assert evaluation.figures[id].text == FIGURES[id]


# --- how scores become one, in the rules a figure leads to ------------------------------------------


def test_one_way_for_all_is_said_once(scheme: Scheme) -> None:
    assert rulebook(scheme)["scheme.combining"].text == (
        "各项评分按各自的标准分打分。服务质量按片区评分，各片区之间取算术平均，评分不全的不予计算。"
        "评委分别评分的，先在评委之间取算术平均，缺评分的不计入。"
    )


def test_each_way_is_said_of_what_it_is_for(scheme: Scheme) -> None:
    changed = with_components(
        scheme,
        quality={"areas": Combination(way="weighted_mean", weights="units")},
        outcome={
            "by": "area",
            "areas": Combination(missing="zero"),
            "combine": Combination(way="median", missing="leave_out"),
        },
    )
    assert rulebook(changed)["scheme.combining"].text == (
        "各项评分按各自的标准分打分。服务成效按片区评分，各片区之间取算术平均，缺评分的按0分计。"
        "服务质量按片区评分，各片区之间取按村、社区数加权平均，评分不全的不予计算。评委分别评分的，"
        "服务监测、运营管理、服务质量、购买方、督导中心、监督方先在评委之间取算术平均，缺评分的不计入；"
        "服务成效先在评委之间取中位数，缺评分的不计入。"
    )


def test_what_is_scored_outright_is_named_where_not_all_is(root: Path) -> None:
    text = rulebook(load_scheme("example-committees", root))["scheme.combining"].text
    assert text.startswith("服务工作评分按标准分打分。")


def test_parties_without_parts_are_all_there_is_to_say_of_marks(scheme: Scheme) -> None:
    two = tuple(
        Node(id=id, name=name, source="第一条", full_mark=Decimal(50))
        for id, name in (("a", "甲方"), ("b", "乙方"))
    )
    rules = rulebook(replace(scheme, tree=two))
    assert rules["scheme.parties"].text == "甲方50分、乙方50分，合计100分。"
    assert rules["scheme.combining"].text.startswith("各项评分按各自的标准分打分。")


def test_a_bonus_of_parts_says_what_it_is_worth_and_that_it_is_assumed(scheme: Scheme) -> None:
    parts = tuple(Node(id=id, name="略", source="略", full_mark=Decimal(10)) for id in ("plan", "ledger"))
    bonus = Node(
        id="extra",
        name="另加",
        source="第二条",
        full_mark=Decimal(20),
        role="bonus",
        children=parts,
        note="各项可兼得。",
        assumed=True,
    )
    rule = rulebook(replace(scheme, tree=(*scheme.tree, bonus)))["scheme.node.extra"]
    assert (rule.text, rule.source, rule.assumed) == ("加分，标准分20分。各项可兼得。", "第二条", True)


def test_a_veto_on_several_levels_names_each(root: Path) -> None:
    example = load_scheme("example-1000", root)
    (veto,) = (veto for veto in example.vetoes if veto.kind == "node_level")
    said = veto_sentence(replace(veto, levels=("不合格", "未评估")), example)
    assert said == "该项评估内容为不合格、未评估的，评估结果定为不合格。"


LEAVES = {
    "example-1000": {
        "quality": "计分，标准分300分。按100分制评分，折算为300分；各片区算术平均，评分不全的不予计算；"
        "评委分别评分的，评委之间取算术平均，缺评分的不计入。",
        # A completion rate is nobody's score.
        "visits": "计分，标准分200分。60%（含）起100分、80%（含）起150分、100%（含）起200分，不足60%的不得分。",
    },
    "example-committees": {
        "presence": "计分，标准分30分。直接评分；各评分者按人数加权平均，缺评分的不计入。"
    },
}


@pytest.mark.parametrize("name", LEAVES)
def test_a_leaf_with_a_rule_of_its_own_says_how_its_scores_become_one(root: Path, name: str) -> None:
    rules = rulebook(load_scheme(name, root))
    assert {leaf: rules[f"scheme.node.{leaf}"].text for leaf in LEAVES[name]} == LEAVES[name]
