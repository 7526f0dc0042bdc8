"""Editions: what each may hold and never holds, over everything that ends up in the executed notebook.

The table is the one at the end of section 5 of the domain: working papers, the report to the three parties, the
public notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from sweval.blocks import Blocks, Contents, Cover, Heading, Table
from sweval.blocks.walk import cites_of
from sweval.domain.disclosure.editions import ALL, EDITIONS, NOT_PUBLIC, WORKING, Edition
from sweval.domain.station.rows import Expert, Feedback, Rectification
from sweval.domain.station.station import Station
from sweval.domain.values.faults import Refused
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import CELLS, StationReport, Withheld
from sweval.presentation.station import closing
from sweval.record.figures import Figures
from tests.build import Evaluate, day, scored, with_declarations, with_process, with_scores

OUTSIDE: Final[tuple[Edition, ...]] = ("official", "public")

#: Scores that stand nowhere else: two that count, one of a recused expert.
FIRST, SECOND, RECUSED = "10.8137", "11.3863", "3.2179"
COMMENT, HANDLING = "评分低于预期，请复核", "已复核，维持原评分"
REASON, ITEM = "曾在该站担任督导", "补建一户一档"


@pytest.fixture(scope="module")
def full(station: Station) -> Station:
    """The published case with a panel, an objection, rectifications, a confirmation, and steps overdue."""
    changed = with_process(
        station,
        onsite="2024-02-28",
        feedback=False,
        report_received="2024-03-01",
        confirmation="2024-03-25",
        as_of="2024-04-30",
    )
    changed = with_scores(
        changed,
        scored("outcome", FIRST, expert="zhao"),
        scored("outcome", SECOND, expert="qian"),
        scored("outcome", RECUSED, expert="sun"),
    )
    experts = (
        Expert(row=2, id="zhao", role="组长", areas="片区一、片区二"),
        Expert(row=3, id="qian", role="组员"),
        Expert(row=4, id="sun", role="组员", recused=True, reason=REASON),
    )
    feedback = (
        Feedback(row=2, party="bureau", channel="draft", objection=False),
        Feedback(row=3, party="purchaser", channel="draft", objection=False),
        Feedback(row=4, party="station", channel="draft", objection=True, comment=COMMENT, handling=HANDLING),
    )
    rectification = (
        Rectification(
            row=2,
            id="r1",
            item=ITEM,
            owner="站点主任",
            due=day("2024-01-31"),
            done=day("2024-01-20"),
            proper=True,
        ),
    )
    return replace(changed, experts=experts, feedback=feedback, rectification=rectification)


@pytest.fixture(scope="module")
def judged(full: Station, diagnose: Evaluate) -> Evaluation:
    """Evaluated, with no veto found."""
    return diagnose(full)


@pytest.fixture(scope="module")
def vetoed(full: Station, diagnose: Evaluate) -> Evaluation:
    """Evaluated, with a veto found."""
    return diagnose(with_declarations(full, cleaners_on_posts="triggered"))


def stored(cells: list[Blocks]) -> str:
    """Everything the executed notebook holds of these cells: plain text, HTML, and the blocks as data."""
    return "\n".join(json.dumps(cell._repr_mimebundle_(), ensure_ascii=False) for cell in cells)


Holding = Callable[[Edition], str]


@pytest.fixture(scope="module")
def holds(judged: Evaluation) -> Holding:
    """What an edition holds, with its record."""
    built = {e: stored(list(StationReport(judged, e).all())) + judged.record(e) for e in ALL}
    return lambda edition: built[edition]


@pytest.fixture(scope="module")
def holds_vetoed(vetoed: Evaluation) -> Holding:
    """What an edition holds of a station with a veto, with its record."""
    built = {e: stored(list(StationReport(vetoed, e).all())) + vetoed.record(e) for e in ALL}
    return lambda edition: built[edition]


def part(evaluation: Evaluation, edition: Edition, name: str) -> str:
    return stored([getattr(StationReport(evaluation, edition), name)()])


# --- what each holds --------------------------------------------------------------------------------

OUTLINE: Final = (
    "一、中期评估背景",
    "（一）评估依据",
    "（二）评估原则",
    "（三）评估阶段",
    "（四）评估内容",
    "（五）评估结果说明",
    "二、评估总结",
    "（一）社工站基本情况",
    "（二）各项目服务进度情况",
    "（三）项目运营管理",
    "（四）服务成效和服务监测情况",
    "（五）服务质量情况",
    "（六）购买方反馈情况",
    "（七）督导中心反馈",
    "三、评估反馈",
    "四、评估等级",
    "五、结语",
)
APPENDICES: Final[dict[Edition, tuple[str, ...]]] = {
    "working": (
        "附录一 计算方法与规则",
        "附录二 评分计算过程",
        "附录三 社工站数据核实事项",
        "附录四 评估流程、异议与复核",
        "附录五 整改落实与意见建议清单",
        "附录六 自评与评估的比较",
        "附录七 评分偏离与一致性",
        "附录八 等级的稳健性",
        "附录九 报告文字与数字自查",
        "附录十 数字来源",
        "附录十一 原始数据",
        "附录十二 版本",
    ),
    "official": (
        "附录一 计算方法与规则",
        "附录二 评分计算过程",
        "附录三 社工站数据核实事项",
        "附录四 评估流程、异议与复核",
        "附录五 整改落实与意见建议清单",
        "附录六 数字来源",
        "附录七 原始数据",
        "附录八 版本",
    ),
    "public": (
        "附录一 计算方法与规则",
        "附录二 评分计算过程",
        "附录三 数字来源",
        "附录四 原始数据",
        "附录五 版本",
    ),
}

HELD: Final[dict[str, tuple[tuple[Edition, ...], str]]] = {
    "the total": (ALL, "84.76分"),
    "the grade": (ALL, "评估等级为良好"),
    "lost marks": (ALL, "失分共15.24分，其中"),
    "vetoes with missing material": (ALL, "需补充的资料"),
    "limits": (ALL, "流程时限一览"),
    "the handling of objections": (NOT_PUBLIC, HANDLING),
    "the agreed score of the component": (ALL, "11.10"),
    "states of limits": (NOT_PUBLIC, "晚于规定时限"),
    "a step nobody did in time": (NOT_PUBLIC, "已逾期"),
    "a step nobody recorded": (NOT_PUBLIC, "未提供完成情况"),
    "the distance to the next grade": (NOT_PUBLIC, "距优秀等级下限5.24分"),
    "the distance to the lower grade": (NOT_PUBLIC, "高于良好下限4.76分"),
    "who objects": (NOT_PUBLIC, "社工站有异议"),
    "figures to be verified": (NOT_PUBLIC, "可能的约定量"),
    "claims of the station to be verified": (NOT_PUBLIC, "本期稳岗率（以15名社工为分母）"),
    "what to ask": (NOT_PUBLIC, "请说明稳岗率是否以社工人数为分母"),
    "the list for rectification": (NOT_PUBLIC, "供确定整改事项时使用，不是整改通知"),
    "the rule for targets out of line": (NOT_PUBLIC, "rule.out_of_line"),
    "an expert's code": (WORKING, "zhao"),
    "a recused expert's code": (WORKING, "sun"),
    "why an expert is recused": (WORKING, REASON),
    "praise and concern on one theme": (WORKING, "同一主题的肯定与关注"),
    "contradictions as figures": (WORKING, "肯定与关注并存"),
    "remarks on the report's own text": (WORKING, "原报告文字与数字核对"),
    "a remark on the report's own text": (WORKING, "片区三与片区四完全相同的条目"),
    "how alike opinions are": (WORKING, "相似度0.89—0.97"),
    "a difference in the report's own text": (WORKING, "结语所称运营月数与承办起始月份"),
    "how many opinions there are": (WORKING, "check.findings.strength"),
    "a score without a written opinion": (WORKING, "监督方有评分而无文字意见"),
}


@pytest.mark.parametrize("edition", ALL)
def test_every_edition_keeps_the_outline_and_numbers_its_own_appendices(edition: Edition, judged: Evaluation):
    blocks = [block for cell in StationReport(judged, edition).all() for block in cell]
    (contents,) = (block for block in blocks if isinstance(block, Contents))
    assert tuple(entry.text for entry in contents.entries) == OUTLINE + APPENDICES[edition]
    headings = {block.anchor: block.text for block in blocks if isinstance(block, Heading)}
    assert all(headings[entry.anchor] == entry.text for entry in contents.entries)


@pytest.mark.parametrize(("editions", "text"), HELD.values(), ids=HELD)
def test_what_an_edition_may_hold_it_holds_and_no_other_does(
    editions: tuple[Edition, ...], text: str, holds: Holding
):
    assert tuple(edition for edition in ALL if text in holds(edition)) == editions


@pytest.mark.parametrize("edition", ALL)
def test_every_cell_of_the_notebook_runs_in_every_edition(edition: Edition, judged: Evaluation):
    report = StationReport(judged, edition)
    silent = {name for name in CELLS if not len(getattr(report, name)())}
    assert (
        silent
        == {
            "working": set(),
            "official": {"self_evaluation", "panel", "robustness", "proof"},
            "public": {
                "verification",
                "chain",
                "rectification",
                "self_evaluation",
                "panel",
                "robustness",
                "proof",
            },
        }[edition]
    )


@pytest.mark.parametrize("edition", ALL)
def test_every_citation_leads_to_a_place_in_the_same_edition(edition: Edition, vetoed: Evaluation):
    cells = list(StationReport(vetoed, edition).all())
    cited = {cite.anchor for cell in cells for block in cell for cite in cites_of(block)}
    pages = "".join(cell._repr_mimebundle_()["text/html"] for cell in cells)
    assert sorted(cited - set(re.findall(r' id="?([^ ">]*)', pages))) == []


@pytest.mark.parametrize("edition", ALL)
def test_a_code_means_the_same_in_every_edition(edition: Edition, judged: Evaluation):
    """Withheld figures leave gaps; nothing is renumbered, so that readers of two editions can talk."""
    page = stored(list(StationReport(judged, edition).all()))
    for id in ("score.total", "progress.pace", "satisfaction.respondents"):
        figure = judged.figures[id]
        assert f'"{figure.code}", "{figure.label}", "{figure.text}"' in page


# --- the public never -------------------------------------------------------------------------------

NEVER_PUBLIC: Final = {
    "the distance to the next grade": "距优秀",
    "the distance to the lower grade": "高于良好下限",
    "a figure of the distance upward": "score.to_next",
    "a figure of the distance downward": "score.to_lower",
    "overdue": "已逾期",
    "not yet due": "未到期",
    "late": "晚于规定时限",
    "states of steps": "状态",
    "which rates cannot be": "无相符的整数约定量",
    "a list for rectification": "整改落实与意见建议清单",
    "a check of the report's own text": "报告文字与数字自查",
    "verification of the station's figures": "数据核实",
    "who objects": "社工站有异议",
}


@pytest.mark.parametrize("text", NEVER_PUBLIC.values(), ids=NEVER_PUBLIC)
def test_the_public_edition_never_holds(text: str, holds: Holding, holds_vetoed: Holding):
    assert text not in holds("public")
    assert text not in holds_vetoed("public")


def test_the_words_of_an_objection_are_for_the_three_parties(judged: Evaluation):
    assert [edition for edition in ALL if COMMENT in part(judged, edition, "feedback")] == list(NOT_PUBLIC)


@pytest.mark.parametrize("edition", OUTSIDE)
def test_outside_the_working_papers_nobody_reads_of_experts(edition: Edition, holds: Holding):
    text = holds(edition)
    assert not [
        word for word in ("zhao", "qian", REASON, "评委表", "experts.csv", "r-experts") if word in text
    ]


@pytest.mark.parametrize("edition", OUTSIDE)
def test_outside_the_working_papers_no_claim_about_the_report_stands(edition: Edition, judged: Evaluation):
    text = stored(list(StationReport(judged, edition).all())) + judged.record(edition)
    about_report = [row for row in judged.station.claims if row.about == "report"]
    assert about_report
    assert not [row.name for row in about_report if row.name in text]
    assert not [row.row for row in about_report if f'"r-claims-{row.row}"' in text]


def test_the_public_reads_of_no_claim_at_all(judged: Evaluation, holds: Holding):
    assert not [row.name for row in judged.station.claims if row.name in holds("public")]


def test_with_a_veto_the_public_reads_the_total_and_the_grade_and_no_other_verdict(vetoed: Evaluation):
    for name in ("grade", "conclusion"):
        text = part(vetoed, "public", name)
        assert "84.76分" in text
        assert "评估等级为不合格" in text
        assert "按总分" not in text


@pytest.mark.parametrize("edition", ALL)
def test_no_edition_ranks_or_forecasts(edition: Edition, holds: Holding):
    assert not [word for word in ("排名", "名次", "第1名", "预测", "预计", "概率") if word in holds(edition)]


# --- status -----------------------------------------------------------------------------------------


def cover(evaluation: Evaluation, edition: Edition) -> Cover:
    (block,) = StationReport(evaluation, edition).cover()
    assert isinstance(block, Cover)
    return block


STATUS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "nothing done": ({}, "初评稿（征求意见）"),
    "initial feedback given": ({"feedback": "2024-03-01"}, "初评稿（征求意见）"),
    "reported": ({"report": "2024-03-01"}, "送三方报告"),
    "reported on an unknown day": ({"report": True}, "送三方报告"),
    "not reported": ({"report": False}, "初评稿（征求意见）"),
    "confirmed": ({"report": "2024-03-01", "confirmation": "2024-03-05"}, "已确认"),
    "on public notice": ({"confirmation": "2024-03-05", "notice_start": "2024-03-06"}, "公示中"),
    "reviewed": ({"notice_start": "2024-03-06", "review": "2024-03-20"}, "复核后最终"),
}


@pytest.mark.parametrize(("steps", "status"), STATUS.values(), ids=STATUS)
def test_the_status_is_the_last_step_done(
    steps: dict[str, Any], status: str, station: Station, diagnose: Evaluate
):
    actual = with_process(replace(station, nature="actual"), **steps)
    assert cover(diagnose(actual), "official").status == f"{status}　送三方稿"


@pytest.mark.parametrize(
    ("nature", "mark", "says"),
    [
        ("published", "演示复算", "用于演示，不是一次新的评估"),
        ("synthetic", "示例数据", "均为虚构，仅作示例"),
        ("actual", "已确认", ""),
    ],
)
@pytest.mark.parametrize("edition", ALL)
def test_a_demonstration_says_so_on_every_page_and_the_first_screen(
    nature: str, mark: str, says: str, edition: Edition, full: Station, diagnose: Evaluate
):
    evaluation = diagnose(replace(full, nature=nature))  # type: ignore[arg-type]
    assert cover(evaluation, edition).page_mark == f"{mark}｜{EDITIONS[edition]}"
    assert cover(evaluation, edition).status == f"{mark}　{EDITIONS[edition]}"
    first = part(evaluation, edition, "summary")
    assert says in first
    assert ("演示" in first or "示例" in first) == bool(says)


@pytest.mark.parametrize("nature", ["published", "synthetic", "actual"])
def test_no_public_edition_without_a_day_of_confirmation(nature: str, station: Station, diagnose: Evaluate):
    unconfirmed = with_process(replace(station, nature=nature), report="2024-03-01", confirmation=True)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        StationReport(diagnose(unconfirmed), "public")


# --- the guard and the record -----------------------------------------------------------------------


@pytest.mark.parametrize("edition", OUTSIDE)
def test_a_block_that_cites_a_withheld_figure_is_stopped(
    edition: Edition, judged: Evaluation, monkeypatch: pytest.MonkeyPatch
):
    withheld = Figures(
        replace(f, editions=WORKING) if f.id == "score.total" else f for f in judged.figures.values()
    )
    silent = replace(judged.station, own_text=())
    whole = replace(judged, figures=withheld, station=silent)
    report = StationReport(whole, edition)
    with pytest.raises(KeyError, match="不得载入这个数字"):
        report.conclusion()
    # A section that got hold of it all the same.
    with monkeypatch.context() as patch:
        made = list(closing.conclusion(whole))
        patch.setattr(closing, "conclusion", lambda _: made)
        with pytest.raises(Withheld, match="f-score-total"):
            report.conclusion()


@pytest.mark.parametrize("edition", ALL)
def test_the_record_holds_the_figures_of_its_edition_and_no_others(edition: Edition, judged: Evaluation):
    record = json.loads(judged.record(edition))
    assert record["edition"] == edition
    assert {row["id"] for row in record["figures"]} == {
        figure.id for figure in judged.figures.values() if edition in figure.editions
    }


def test_no_figure_may_be_public_and_kept_from_the_three_parties(judged: Evaluation):
    assert {figure.editions for figure in judged.figures.values()} <= {ALL, NOT_PUBLIC, WORKING}


@pytest.mark.parametrize("edition", OUTSIDE)
def test_the_record_names_no_figure_it_withholds(edition: Edition, judged: Evaluation):
    rows = json.loads(judged.record(edition))["figures"]
    held = {row["id"] for row in rows}
    assert {id for row in rows for id in row["inputs"]} <= held


# --- where the editions leak most easily -------------------------------------------------------------

SCORES: Final = (FIRST, SECOND, RECUSED)


@pytest.mark.parametrize("edition", OUTSIDE)
def test_outside_the_working_papers_the_body_holds_no_experts_scores(edition: Edition, judged: Evaluation):
    report = StationReport(judged, edition)
    body = stored([getattr(report, name)() for name in CELLS if name not in ("trace", "sources", "data")])
    assert not [score for score in SCORES if score in body]


def test_the_working_papers_hold_each_experts_score(holds: Holding):
    assert [score for score in SCORES if score in holds("working")] == list(SCORES)


@pytest.mark.parametrize("name", ["trace", "sources"])
@pytest.mark.parametrize("edition", OUTSIDE)
def test_outside_the_working_papers_no_computation_shows_an_experts_score(
    name: str, edition: Edition, judged: Evaluation
):
    text = part(judged, edition, name)
    assert not [score for score in SCORES if score in text]


@pytest.mark.parametrize("edition", OUTSIDE)
def test_outside_the_working_papers_the_data_hold_no_experts_score(edition: Edition, judged: Evaluation):
    text = part(judged, edition, "data")
    assert not [score for score in SCORES if score in text]


@pytest.mark.parametrize("edition", OUTSIDE)
def test_outside_the_working_papers_the_record_holds_no_experts_score(edition: Edition, judged: Evaluation):
    text = judged.record(edition)
    assert not [score for score in SCORES if score in text]


def test_the_public_data_name_no_complainant(judged: Evaluation):
    text = part(judged, "public", "data")
    assert COMMENT not in text
    assert "feedback.csv" not in text


@pytest.mark.parametrize("edition", ALL)
def test_the_data_are_headed_and_coded_in_chinese(edition: Edition, judged: Evaluation):
    tables = [block for block in StationReport(judged, edition).data() if isinstance(block, Table)]
    heads = [column.name for table in tables for column in table.columns]
    assert heads
    assert not [head for head in heads if re.search("[A-Za-z]", head)]
    cells = " ".join(cell for table in tables for row in table.rows for cell in row.cells)
    codes = {"social_worker", "not_assessed", "onsite", "draft", "bureau", "purchaser", "midterm"}
    assert not codes & set(re.findall("[a-z_]+", cells.replace(judged.station.id, "")))


def test_the_public_cannot_tell_the_complainant_from_who_is_named(judged: Evaluation):
    text = part(judged, "public", "feedback")
    assert "有关方面有异议" in text
    assert "监督方和购买方无异议" not in text
    assert "反馈表4" not in text


def test_the_public_is_not_told_whose_answer_is_missing(full: Station, diagnose: Evaluate):
    unknown = replace(full, feedback=(Feedback(row=2, party="purchaser", channel="draft"),))
    assert "购买方" not in part(diagnose(unknown), "public", "feedback")


@pytest.mark.parametrize("text", [ITEM, "站点主任", "rectification.csv"])
def test_the_public_reads_of_no_rectification(text: str, judged: Evaluation):
    assert text not in part(judged, "public", "data")


def test_with_a_veto_the_first_screen_of_the_public_gives_one_grade(vetoed: Evaluation):
    assert "总分处于" not in part(vetoed, "public", "summary")


def test_with_a_veto_the_public_sources_give_one_grade(vetoed: Evaluation):
    assert "按总分所处等级" not in part(vetoed, "public", "sources")


def test_with_a_veto_the_public_record_gives_one_grade(vetoed: Evaluation):
    assert "score.grade_by_total" not in {row["id"] for row in json.loads(vetoed.record("public"))["figures"]}


def test_the_public_reads_of_nothing_to_be_verified(holds: Holding):
    assert "待核实" not in holds("public")


def test_the_public_timeline_does_not_show_the_day_of_judging(judged: Evaluation):
    assert "截至2024年4月30日" not in part(judged, "public", "stages")


# --- judged from another day, and who wrote what ----------------------------------------------------


def test_a_step_done_after_the_day_of_judging_is_not_done_yet(full: Station, diagnose: Evaluate):
    steps = {"report_received": "2024-03-01", "confirmation": "2024-03-06", "notice_start": "2024-03-07"}
    early = with_process(replace(full, nature="actual"), report="2024-02-29", **steps, as_of="2024-03-05")
    evaluation = diagnose(early)
    assert cover(evaluation, "official").status.startswith("送三方报告")
    figures = evaluation.figures
    assert figures["schedule.confirmation.done"].value == "截至基准日未完成"
    assert figures["schedule.confirmation.state"].value == "未到期"
    assert figures["schedule.as_of"].steps == "由运行参数指定"
    with pytest.raises(Refused, match="截至2024-03-05没有区民政部门确认"):
        StationReport(evaluation, "public")
    assert cover(diagnose(replace(early, as_of=day("2024-03-07"))), "public").status.startswith("公示中")


def test_after_the_notice_the_status_says_that_it_is_over(full: Station, diagnose: Evaluate):
    steps = {"confirmation": "2024-03-06", "notice_start": "2024-03-07", "notice_end": "2024-03-18"}
    over = diagnose(with_process(replace(full, nature="actual"), **steps))
    assert cover(over, "public").status.startswith("公示期满")


def noted(full: Station) -> Station:
    """A note on a step, which may name a complainant or say what came late."""
    rows = tuple(replace(row, note="居民李某投诉，逾期一日") for row in full.process)
    return replace(full, process=rows)


def test_notes_of_the_process_are_for_the_parties_not_for_the_public(full: Station, diagnose: Evaluate):
    evaluation = diagnose(noted(full))
    built = {e: stored(list(StationReport(evaluation, e).all())) + evaluation.record(e) for e in ALL}
    assert [edition for edition in ALL if "李某" in built[edition]] == list(NOT_PUBLIC)


def test_a_verdict_against_the_computation_is_remarked_on_in_the_working_papers_alone(
    full: Station, diagnose: Evaluate
):
    late = replace(full.rectification[0], done=day("2024-02-10"))
    declared = with_declarations(replace(full, rectification=(late,)), late_rectification="clear")
    evaluation = diagnose(declared)
    remark = "监督方认定为“经核查未发现”，与计算结果不一致"
    built = {e: stored(list(StationReport(evaluation, e).all())) + evaluation.record(e) for e in ALL}
    assert [edition for edition in ALL if remark in built[edition]] == ["working"]


def test_areas_scored_by_different_experts_are_not_compared_as_if_by_one(full: Station, diagnose: Evaluate):
    by_one = [scored("quality", "15", area=area.id, expert="zhao") for area in full.areas]
    by_two = [replace(score, expert="qian" if n % 2 else "zhao") for n, score in enumerate(by_one)]
    told = {
        name: stored([StationReport(diagnose(with_scores(full, *scores)), "official").quality()])
        for name, scores in {"one": by_one, "two": by_two}.items()
    }
    assert "含评委差异" not in told["one"]
    assert told["two"].count("各片区的评委不同") >= 2, "in the text and under the chart"
    assert "评委与片区的对应未提供" in stored([StationReport(diagnose(full), "official").quality()])
