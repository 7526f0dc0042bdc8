"""Checks before a report is issued: copied texts, unrelated names, numbers that differ from tables, the conclusion."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from sweval.analysis.text.proofing import Remark, proof
from sweval.analysis.text.similarity import negated, recurring, similar, similar_findings
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import CaseNote, Feedback, Finding, Indicator, Output
from sweval.domain.station.station import OwnText, Station
from sweval.evaluation import Evaluation
from sweval.presentation.report.station_report import StationReport
from tests.build import Evaluate, numbered, only_scored, undivided, with_findings

MAPS = "社区地图采用三图合一的画法，没有按标准分别绘制。"


def found(
    text: str,
    *,
    area: str | None = "a1",
    id: str = "f1",
    kind: str = "concern",
    theme: str = "maps",
    section: str = "quality",
    recommendation: str | None = "分别绘制。",
) -> Finding:
    return Finding(
        row=2,
        id=id,
        section=section,
        area=area,
        dimension="需求评估",
        kind=kind,  # type: ignore[arg-type]
        theme=theme,
        text=text,
        author="evaluator",
        evidence="P-1",
        recommendation=recommendation,
    )


@pytest.fixture
def remarks(station: Station, diagnose: Evaluate):
    """The remarks on these findings, of one kind."""

    def of(kind: str, *findings: Finding) -> list[Remark]:
        evaluation = diagnose(with_findings(station, *findings))
        assert evaluation.diagnosis
        return [remark for remark in evaluation.diagnosis.remarks if remark.kind == kind]

    return of


# --- similar texts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "ratios"),
    [
        pytest.param("甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛", [1.0], id="eight-characters"),
        pytest.param("甲乙丙丁戊己庚。", "甲乙丙丁戊己庚，", [], id="seven-and-a-stop"),
        pytest.param("甲乙丙丁戊己一二", "甲乙丙丁戊己三四", [0.75], id="three-in-four"),
        pytest.param("甲乙丙丁戊己庚一二三", "甲乙丙丁戊己庚四五六", [], id="seven-in-ten"),
    ],
)
def test_what_is_long_enough_and_three_quarters_the_same_is_related(
    left: str, right: str, ratios: list[float]
):
    rows = found(left), found(right, area="a2", id="f2")
    assert [one.ratio for one in similar(rows, comparable=lambda a, b: a.area != b.area)] == ratios


@pytest.mark.parametrize(
    ("text", "is_negated"),
    [("已建立", False), ("未建立", True), ("没有未建立", False), ("不是没有未建立", True)],
)
def test_a_double_negation_is_no_negation(text: str, is_negated: bool):
    assert negated(text) == is_negated


def test_a_copied_finding_is_named_with_both_areas(remarks):
    (one,) = remarks("copied", found(MAPS), found(MAPS, area="a2", id="f2"))
    assert "片区一与片区二的文字相同" in one.message
    assert one.cell.file == "findings.csv"


def test_areas_are_compared_finding_by_finding(remarks):
    """Comparing all texts of an area at once would hide a single copied text."""
    long = "志愿者队伍培育有待加强，骨干较少，服务时数不多。"
    copied = remarks(
        "copied",
        found(long),
        found(MAPS, id="f2"),
        found(MAPS, area="a2", id="f3"),
        found("个案记录完整，评估表齐备。", area="a2", id="f4"),
    )
    assert [one.message[:9] for one in copied] == ["片区一与片区二的文"]


def test_the_same_words_with_opposite_meaning_are_no_copy(remarks):
    texts = (
        found("社区地图已按标准分别绘制，内容完整。"),
        found("社区地图未按标准分别绘制，内容完整。", area="a2", id="f2"),
    )
    assert remarks("copied", *texts) == []
    assert len(remarks("opposite", *texts)) == 1


def test_two_findings_of_one_area_are_not_compared(remarks):
    assert remarks("copied", found(MAPS), found(MAPS, id="f2")) == []


def test_similar_case_notes_are_listed(station: Station, diagnose: Evaluate):
    text = "个案围绕家庭关系，已跟进3次，目标基本达成。"
    notes = [CaseNote(row=2, id=f"c{n}", text=text) for n in (1, 2)]
    evaluation = diagnose(replace(station, notes=numbered(notes)))
    assert evaluation.diagnosis
    assert any("个案c1与c2的记录相同" in one.message for one in evaluation.diagnosis.remarks)


def test_the_published_case_has_the_pairs_a_reading_found(evaluation: Evaluation):
    assert evaluation.diagnosis
    copied = [one.message for one in evaluation.diagnosis.remarks if one.kind == "copied"]
    assert sum("片区三与片区四" in says for says in copied) >= 5
    assert sum("文字相同" in says for says in copied) >= 4


# --- shared concerns --------------------------------------------------------------------------------


def test_of_concerns_in_common_those_that_copy_another_confirm_nothing(station: Station):
    """Two areas have the same text, a third another text on the same theme."""
    own = "志愿者队伍培育有待加强，骨干较少，服务时数不多。"
    rows = [found(MAPS), found(MAPS, area="a2", id="f2"), found(own, area="a3", id="f3")]
    some = with_findings(station, *rows)
    (one,) = recurring(some, similar_findings(some))
    assert (one.areas, one.copies) == (("a1", "a2", "a3"), 1)


def test_a_concern_of_several_areas_is_listed_once_with_its_areas(station: Station, diagnose: Evaluate):
    evaluation = diagnose(
        with_findings(
            station,
            found(MAPS),
            found("地图尚未绘制。", area="a2", id="f2"),
            found("宣传较少。", area="a3", id="f3", theme="x"),
        )
    )
    assert evaluation.diagnosis
    (one,) = evaluation.diagnosis.recurring
    assert one.areas == ("a1", "a2")
    assert evaluation.figures["check.recurring.1"].text == "2个片区"


def test_a_copied_text_confirms_nothing(station: Station, diagnose: Evaluate):
    evaluation = diagnose(with_findings(station, found(MAPS), found(MAPS, area="a2", id="f2")))
    assert "不作独立印证" in str(StationReport(evaluation, "working").quality())
    assert "不作独立印证" not in str(StationReport(evaluation, "official").quality())


def test_similar_texts_of_two_themes_are_a_single_concern(station: Station, diagnose: Evaluate):
    evaluation = diagnose(
        with_findings(station, found(MAPS), found(MAPS, area="a2", id="f2", theme="drawings"))
    )
    assert evaluation.diagnosis
    assert [one.areas for one in evaluation.diagnosis.recurring] == [("a1", "a2")]
    assert evaluation.figures["check.recurring.1"].label == "共有的关注：需求评估，maps"


# --- names ------------------------------------------------------------------------------------------


def test_another_towns_station_and_an_organisation_in_short_are_remarked_on(remarks):
    text = "建议向沙湾镇社工站学习，由和悦统一安排培训。"
    (other,), (short,) = (remarks(kind, found(text)) for kind in ("other_name", "short_name"))
    assert other.message.startswith("“沙湾镇”")
    assert "广州市番禺区和悦社会工作服务中心" in short.message


# --- numbers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["家访1402人次，次数较多。", "家访共1,402人次。", "已完成家访1402人次。"])
def test_a_number_that_differs_from_the_table_is_named(remarks, text: str):
    (one,) = remarks("number", found(text))
    assert "1420人次" in one.message


@pytest.mark.parametrize(
    "text",
    ["家访1420人次。", "家访1,420人次，频次较高。", "家访次数较多，3次以上的居多。", "小组3个月未更新。"],
)
def test_a_number_that_agrees_or_is_of_something_else_is_not(remarks, text: str):
    assert remarks("number", found(text)) == []


def test_of_monthly_volumes_one_month_or_all_may_be_quoted(station: Station, diagnose: Evaluate):
    rows = [
        Indicator(row=2, id="v", name="家访", unit="人次", month=month, done=Decimal(done), agreed=agreed)
        for month, done, agreed in (
            ("2023-09", 210, Decimal(900)),
            ("2023-10", 190, None),
            ("2023-11", 97, None),
        )
    ]
    some = replace(station, indicators=numbered(rows))
    texts = ("家访210人次。", "家访497人次。", "家访900人次。", "家访400人次，较少。")
    evaluation = diagnose(with_findings(some, *(found(text, id=f"f{n}") for n, text in enumerate(texts))))
    assert evaluation.diagnosis
    (one,) = [one for one in evaluation.diagnosis.remarks if one.kind == "number"]
    assert one.message == "“家访400人次”，数据表为家访900人次、210人次、190人次、97人次、497人次"


def test_numbers_of_outputs_areas_and_answers_are_checked_too(station: Station, diagnose: Evaluate):
    some = replace(
        station, outputs=(Output(row=2, id="o", block="x", name="注册志愿者", value=Decimal(60), unit="人"),)
    )
    texts = ("注册志愿者66人。", "全镇划分为6个片区。", "满意度达99%，较高。", "112人接受满意度调查。")
    evaluation = diagnose(with_findings(some, *(found(text, id=f"f{n}") for n, text in enumerate(texts))))
    assert evaluation.diagnosis
    assert len([one for one in evaluation.diagnosis.remarks if one.kind == "number"]) == 4


def test_without_data_no_number_is_checked(station: Station, scheme: Scheme, diagnose: Evaluate):
    bare, rules = undivided(station, scheme)
    evaluation = diagnose(with_findings(bare, found("全镇划分为6个片区，家访3次。", area=None)), rules)
    assert evaluation.diagnosis
    assert [one for one in evaluation.diagnosis.remarks if one.kind == "number"] == []


def test_a_share_may_be_quoted_with_fewer_decimals(remarks):
    assert remarks("number", found("满意度达98%，较高。")) == []
    assert remarks("number", found("满意度达98.2%，较高。")) == []
    assert len(remarks("number", found("满意度达98.1%，较高。"))) == 1


# --- the conclusion ---------------------------------------------------------------------------------


def test_what_the_conclusion_leaves_out_is_named_by_part(remarks):
    left = remarks(
        "left_out",
        found(MAPS),
        found("宣传较少。", area=None, id="f2", section="purchaser", theme="publicity"),
        found("地图有待完善。", area=None, id="f3", section="conclusion"),
    )
    assert [one.message[:4] for one in left] == ["购买方反"]


def test_a_concern_of_one_area_stated_of_the_station_is_a_remark(remarks):
    told = found("全站社区地图有待完善。", area=None, id="f3", section="conclusion")
    (one,) = remarks("generalised", found(MAPS), told)
    assert "只见于片区一，共5个片区" in one.message
    assert remarks("generalised", *(found(MAPS, area=f"a{n}", id=f"f{n}") for n in range(1, 4)), told) == []


def test_a_concern_of_half_of_the_areas_may_be_stated_of_the_station(station: Station, diagnose: Evaluate):
    told = found("全站社区地图有待完善。", area=None, id="f3", section="conclusion")
    two = [found(MAPS), found("地图缺图例。", area="a2", id="f2")]
    kinds = []
    for areas in (4, 5):
        of_some = replace(station, areas=station.areas[:areas], scores=())
        kinds.append({one.kind for one in proof(with_findings(of_some, *two, told), {}, (), (), ())})
    assert ["generalised" in found for found in kinds] == [False, True]


# --- the rest ---------------------------------------------------------------------------------------


def test_a_concern_without_recommendation_is_a_remark(remarks):
    assert len(remarks("no_recommendation", found(MAPS, recommendation=None))) == 1


def test_personal_data_in_what_is_quoted_is_named(station: Station, diagnose: Evaluate):
    said = Feedback(row=2, party="station", channel="draft", objection=True, comment="请联系13800138000。")
    evaluation = diagnose(replace(station, feedback=(said,)))
    assert evaluation.diagnosis
    assert [one.cell.file for one in evaluation.diagnosis.remarks if one.kind == "personal"] == [
        "feedback.csv"
    ]


def test_the_evaluators_own_paragraphs_are_looked_through(station: Station, diagnose: Evaluate):
    own = OwnText(section="conclusion", mode="add", author="评估方", text="沙湾镇社工站总体良好。", line=3)
    evaluation = diagnose(replace(station, own_text=(own,)))
    assert evaluation.diagnosis
    assert any(
        one.kind == "other_name" and one.cell.file == "text.yaml" for one in evaluation.diagnosis.remarks
    )


def test_without_remarks_the_report_lists_what_was_checked(station: Station, diagnose: Evaluate):
    told = str(StationReport(diagnose(only_scored(station)), "working").proof())
    assert "没有发现须处理的文字" in told


def test_remarks_are_for_the_working_papers_alone(evaluation: Evaluation):
    assert all(
        f.editions == ("working",) for id, f in evaluation.figures.items() if id.startswith("check.proof.")
    )
