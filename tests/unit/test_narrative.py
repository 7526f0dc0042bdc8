"""The report's sentences: each kind in each of its states, and none about data that isn't there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

import sweval
from sweval.blocks import Block, Blocks, Chart, Paragraph, Table, Tile, Tiles
from sweval.domain.disclosure.editions import ALL, Edition
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import CoverageTotal, Satisfaction
from sweval.domain.station.rows import Feedback, Finding, Indicator, Output
from sweval.domain.station.station import TABLES, OwnText, Station
from sweval.domain.values.faults import Refused
from sweval.presentation.drawings.block import without_pictures
from sweval.presentation.report.station_report import StationReport
from tests.build import (
    Evaluate,
    only_scored,
    scored,
    with_declarations,
    with_experts,
    with_finance,
    with_headcount,
    with_indicator,
    with_process,
    with_rectification,
    with_satisfaction,
    with_scores,
    with_staff,
    with_total,
)

pytestmark = pytest.mark.usefixtures("few_draws")

Report = Callable[..., StationReport]

#: What no reader should ever meet: a value of Python's, a slot, punctuation that follows from an empty slot.
STRAY: Final = re.compile(r"(?<![A-Za-z])(?:None|nan|NaN|inf|True|False)(?![A-Za-z])|[{}]")
DOUBLED: Final = re.compile(
    r"，[，。；：、]|、[，。；：、]|：[，。；：、]|；[，。；：、]|。[，。：、]|（）|“”|《》|（[，、。]|[，、]）"
)


@pytest.fixture(scope="module")
def report(diagnose: Evaluate) -> Report:
    """The report on a station in an edition."""
    return lambda station, edition="working": StationReport(diagnose(station), edition)


@pytest.fixture(scope="module")
def confirmed(station: Station) -> Station:
    """The published case with the bureau's confirmation, so that a public edition may be made."""
    return with_process(
        station,
        onsite="2024-02-28",
        feedback=True,
        report="2024-02-29",
        report_received="2024-03-01",
        confirmation="2024-03-06",
    )


def unmarked(text: str) -> str:
    """Without the source marks, which stand between sentences."""
    return re.sub("〔[^〕]+〕", "", text)


def said(blocks: Iterable[Block]) -> str:
    """The sentences of a part, a paragraph a line."""
    return "\n".join("".join(s.text for s in b.sentences) for b in blocks if isinstance(b, Paragraph))


def displayed(blocks: Blocks) -> str:
    """Everything a part displays, what is drawn included."""
    drawn = [
        html.unescape(t) for b in blocks if isinstance(b, Chart) for t in re.findall(r">([^<>]+)<", b.svg)
    ]
    return "\n".join([unmarked(repr(blocks)), *drawn])


def whole(report: StationReport) -> str:
    return "\n".join(displayed(cell) for cell in report.all())


def rows(blocks: Iterable[Block], caption: str) -> dict[str, tuple[str, ...]]:
    """A table's rows by their heads."""
    (table,) = (block for block in blocks if isinstance(block, Table) and block.caption == caption)
    return {row.cells[0]: row.cells for row in table.rows}


def tile(blocks: Iterable[Block], label: str) -> Tile:
    (found,) = (t for block in blocks if isinstance(block, Tiles) for t in block.tiles if label in t.label)
    return found


# --- progress ---------------------------------------------------------------------------------------

PACE: Final = "服务量统计至2024年2月28日，合同期358天已过181天，序时进度为50.56%。原报告未写明服务量的统计截止日，此处取实地评估日。"


@pytest.mark.parametrize(
    ("given", "sentence", "state"),
    [
        ({"done": "60", "agreed": "100"}, "快于序时进度的有1项：家访（人次）60.00%。", "快于序时进度"),
        (
            {"done": "5056", "agreed": "10000"},
            "与序时进度持平的有1项：家访（人次）50.56%。",
            "与序时进度持平",
        ),
        ({"done": "40", "agreed": "100"}, "落后于序时进度的有1项：家访（人次）40.00%。", "落后于序时进度"),
        ({"done": "0", "agreed": "100"}, "落后于序时进度的有1项：家访（人次）0.00%。", "落后于序时进度"),
        ({"done": "50", "agreed": "100"}, "落后于序时进度的有1项：家访（人次）50.00%。", "落后于序时进度"),
        (
            {"done": "11", "printed": "50.00%"},
            "落后于序时进度的有1项：家访（人次）50.00%。",
            "落后于序时进度",
        ),
        (
            {"done": "500", "printed": "500.81%"},
            "家访（人次）所报完成率为500.81%，明显偏高，约定量和统计口径待核实。",
            "完成率明显偏高",
        ),
        ({"done": "5"}, "家访（人次）完成5人次，约定量和完成率未提供，不判断进度。", "未计算完成率"),
        ({}, "家访（人次）的完成量和完成率未提供。", "未提供"),
        ({"agreed": "5"}, "家访（人次）的完成量和完成率未提供。", "未提供"),
        ({"printed": "51.00%"}, "快于序时进度的有1项：家访（人次）51.00%。", "快于序时进度"),
    ],
    ids=[
        "ahead",
        "on pace",
        "behind",
        "nothing done",
        "just behind",
        "target reconstructed",
        "out of line",
        "no target",
        "missing",
        "only agreed",
        "only the rate",
    ],
)
def test_progress_of_an_indicator_is_told_by_its_state(
    given: dict[str, str], sentence: str, state: str, station: Station, report: Report
):
    part = report(with_indicator(station, **given)).progress()
    first = "社工站报送协议指标1项，以下数据由社工站提供。"
    assert said(part).splitlines()[0] == first + PACE + sentence
    assert rows(part, "协议指标完成情况")["家访"][-1] == state


def test_the_public_is_told_of_a_rate_out_of_line_and_asked_nothing(confirmed: Station, report: Report):
    out = with_indicator(confirmed, done="500", printed="500.81%")
    first = said(report(out, "public").progress()).splitlines()[0]
    assert first.endswith("家访（人次）所报完成率为500.81%，明显偏高。")


def test_indicators_are_told_state_by_state_and_a_state_nobody_is_in_is_not_mentioned(
    station: Station, report: Report
):
    text = said(report(station).progress())
    order = [
        "社工站报送协议指标12项",
        "快于序时进度的有8项：",
        "落后于序时进度的有3项：",
        "所报完成率为500.81%",
    ]
    assert sorted(order, key=text.index) == order
    assert "持平" not in text
    assert "的完成量和完成率未提供" not in text


def test_two_indicators_without_volumes_are_told_in_one_sentence(station: Station, report: Report):
    empty = tuple(replace(row, done=None, reported_rate=None) for row in station.indicators[:2])
    assert "家访（人次）、电访（人次）的完成量和完成率未提供。" in said(
        report(replace(station, indicators=empty)).progress()
    )


def test_no_indicators_are_not_nought_indicators(station: Station, report: Report):
    part = report(replace(station, indicators=())).progress()
    assert said(part).splitlines()[0] == "服务量未提供，进度无法判断。"
    assert not [block for block in part if isinstance(block, Chart)]
    assert "0项" not in displayed(part)


def test_an_agreed_volume_that_was_reconstructed_says_so(station: Station, report: Report):
    table = rows(report(with_indicator(station, done="11", printed="50.00%")).progress(), "协议指标完成情况")
    assert table["家访"] == ("家访", "11人次", "22人次（反推）", "50.00%", "落后于序时进度")


def test_months_of_an_indicator_are_added_up(station: Station, report: Report):
    months = tuple(
        Indicator(
            row=n,
            id="visits",
            name="家访",
            unit="人次",
            agreed=Decimal(100),
            done=Decimal(n),
            month=f"2024-0{n}",
        )
        for n in (1, 2)
    )
    part = report(replace(station, indicators=months)).progress()
    assert (
        "家访（人次）缺2023年9月至2023年12月的数据，完成量3人次、完成率3.00%只计已报月份，不判断进度。"
        in said(part)
    )
    assert rows(part, "协议指标完成情况")["家访"][-1] == "缺部分月份，不判断"


def test_a_volume_already_ahead_stays_ahead_whatever_months_are_missing(station: Station, report: Report):
    september = Indicator(
        row=2, id="visits", name="家访", unit="人次", agreed=Decimal(100), done=Decimal(60), month="2023-09"
    )
    text = said(report(replace(station, indicators=(september,))).progress())
    assert "快于序时进度的有1项：家访（人次）60.00%。" in text
    assert "家访（人次）缺2023年10月至2024年2月的数据，完成量60人次、完成率60.00%只计已报月份。" in text


def test_a_month_whose_volume_is_empty_is_a_month_missing(station: Station, report: Report):
    months = ("2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02")
    rows_ = tuple(
        Indicator(
            row=n,
            id="visits",
            name="家访",
            unit="人次",
            month=month,
            agreed=Decimal(100) if n == 2 else None,
            done=None if month == "2023-12" else Decimal(8),
        )
        for n, month in enumerate(months, start=2)
    )
    assert "家访（人次）缺2023年12月的数据" in said(report(replace(station, indicators=rows_)).progress())
    whole_ = tuple(replace(row, done=Decimal(8)) for row in rows_)
    assert "缺" not in said(report(replace(station, indicators=whole_)).progress())


def test_outputs_that_were_not_provided_are_said_so(station: Station, report: Report):
    assert "协议指标以外的产出未提供。" in said(report(replace(station, outputs=())).progress())


def test_an_output_without_value_or_period_is_shown_as_not_provided(station: Station, report: Report):
    hotline = Output(row=2, id="hotline", block="基本民生保障", name="热线受理量", unit="件")
    table = rows(report(replace(station, outputs=(hotline,))).progress(), "协议指标以外的产出")
    assert table["热线受理量"] == ("热线受理量", "未提供", "—", "未提供", "基本民生保障")


def test_a_computed_rate_out_of_line_is_not_called_reported(station: Station, report: Report):
    assert "所报" not in said(report(with_indicator(station, done="300", agreed="100")).progress())


def test_an_agreed_volume_of_nought_is_not_called_missing(station: Station, report: Report):
    assert "约定量和完成率未提供" not in said(
        report(with_indicator(station, done="5", agreed="0")).progress()
    )


def test_a_reported_rate_that_contradicts_the_agreed_volume_is_to_be_verified(
    station: Station, report: Report
):
    part = report(with_indicator(station, done="60", agreed="100", printed="75.00%")).verification()
    row = rows(part, "完成率与整数约定量的核对")["家访（人次）"]
    assert row[2:5] == ("75.00%", "与约定量不一致", "按约定量计算为60.00%")
    assert row[5]


def test_no_made_up_target_is_printed(station: Station, report: Report):
    part = report(with_indicator(station, done="0", printed="0.00%")).verification()
    assert "1000000000000" not in displayed(part)


# --- satisfaction -----------------------------------------------------------------------------------


def test_enough_answers_are_said_to_be_enough(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 109, 2)).outcome())
    assert "满意度调查有111人作答，人数达到不少于100人的要求；是否随机抽取未提供。" in text
    assert "满意度95%以上的109人，占98.20%；满意度85%—95%的2人，占1.80%。" in text
    assert "其置信区间（置信水平95%）为93.7%—99.5%；按总体1367人作有限总体校正后为93.9%—99.5%。" in text
    assert "应访人数和回应率未提供。知晓度未提供。" in text


@pytest.mark.parametrize(
    ("top", "population", "sentence"),
    [
        (100, 1367, "有100人作答，人数达到不少于100人的要求"),
        (99, 1367, "有99人作答，人数未达到不少于100人的要求"),
        (60, 60, "有60人作答，人数达到不少于60人的要求"),
        (59, 60, "有59人作答，人数未达到不少于60人的要求"),
        (99, 99, "有99人作答，人数达到不少于99人的要求"),
        (99, None, "有99人作答，人数未达到不少于100人的要求"),
    ],
    ids=[
        "just enough",
        "one too few",
        "all of sixty",
        "all but one",
        "all of ninety-nine",
        "population unknown",
    ],
)
def test_how_many_had_to_be_asked_is_told(
    top: int, population: int | None, sentence: str, station: Station, report: Report
):
    assert sentence in said(report(with_satisfaction(station, top, population=population)).outcome())


def test_an_unknown_population_is_not_corrected_for(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 109, 2, population=None)).outcome())
    assert "；总体人数未提供，未作有限总体校正。" in text
    assert "按总体" not in text


def test_a_population_below_the_answers_is_named_and_not_corrected_for(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 109, 2, population=100)).outcome())
    assert "；所填总体人数少于作答人数，未作有限总体校正。" in text
    assert "按总体" not in text


def test_the_rate_of_answers_is_told_where_the_number_asked_is_given(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 109, 2, asked=150)).outcome())
    assert "应访150人，回应率74.00%。" in text
    assert "应访人数和回应率未提供" not in text


def test_no_answers_at_all_are_not_nought_per_cent(station: Station, report: Report):
    part = report(replace(station, satisfaction=())).outcome()
    assert said(part).splitlines()[1] == "满意度调查结果未提供。"
    assert not [block for block in part if isinstance(block, Chart)]
    assert "%" not in said(part)


@pytest.mark.parametrize(
    ("low", "high", "name"), [("60", "80", "60%—80%"), ("90", "100", "90%以上"), ("85", "92.5", "85%—92.5%")]
)
def test_a_band_is_named_by_its_bounds(low: str, high: str, name: str, station: Station, report: Report):
    row = Satisfaction(row=2, band_low=Decimal(low), band_high=Decimal(high), count=120)
    assert f"满意度{name}的120人，占100.00%。" in said(
        report(replace(station, satisfaction=(row,))).outcome()
    )


def test_awareness_is_told_where_it_was_asked_about(station: Station, report: Report):
    aware = tuple(replace(row, aware=row.count) for row in station.satisfaction)
    text = said(report(replace(station, satisfaction=aware)).outcome())
    assert "回答知晓度问题的111人中，知晓社工站服务的111人，占100.00%。" in text
    assert "知晓度未提供" not in text


def test_no_note_explains_a_population_that_was_not_provided(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 109, 2, population=None)).outcome())
    assert "总体人数取17类兜底人群人数" not in text


def test_a_survey_nobody_answered_is_not_called_not_provided(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 0)).outcome())
    assert text.splitlines()[1] == "满意度调查没有人作答。"
    assert "满意度调查结果未提供" not in text


@pytest.mark.parametrize("stop", ["", "。"], ids=["written without", "written with"])
@pytest.mark.parametrize("field", ["population_note", "cut_off_note"])
def test_a_note_ends_in_one_full_stop(field: str, stop: str, station: Station, report: Report):
    noted = replace(station, assessment=replace(station.assessment, **{field: f"见评估方说明{stop}"}))
    text = said([*report(noted).progress(), *report(noted).outcome()])
    assert "见评估方说明。" in text
    assert "。。" not in text
    assert "见评估方说明" not in said(report(noted).preface())


# --- vetoes and the grade ---------------------------------------------------------------------------


def test_where_nothing_was_assessed_nobody_is_told_that_all_is_well(station: Station, report: Report):
    part = report(replace(station, declarations=())).grade()
    text = said(part)
    assert "规则所列8种定为不合格的情形：8种未提供资料，不作认定。" in text
    assert "不作认定既不表示存在，也不表示不存在；评估等级据总分确定。" in text
    assert "经核查未发现" not in displayed(part)


def test_a_veto_that_is_clear_is_told_beside_those_not_assessed(station: Station, report: Report):
    text = said(report(with_declarations(station, finance_fail="clear")).grade())
    assert "：经核查未发现1种，7种未提供资料，不作认定。不作认定既不表示存在，也不表示不存在" in text


def test_all_vetoes_clear_leave_nothing_open(station: Station, scheme: Scheme, report: Report):
    part = report(with_declarations(station, **{veto.id: "clear" for veto in scheme.vetoes})).grade()
    assert "规则所列8种定为不合格的情形：经核查未发现8种。" in said(part)
    assert "不作认定" not in displayed(part)


def test_a_mixture_is_told_with_what_was_found_first_and_by_name(station: Station, report: Report):
    mixed = with_declarations(
        station, cleaners_on_posts="triggered", other_breach="triggered", finance_fail="clear"
    )
    assert (
        "：存在2种（社工名额被保洁、安保等人员占用、其他违反法律法规和有关规定且情节严重），"
        "经核查未发现1种，5种未提供资料，不作认定。"
    ) in said(report(mixed).grade())


@pytest.mark.parametrize("edition", ALL)
def test_a_veto_makes_the_grade_fail_and_keeps_the_total(
    edition: Edition, confirmed: Station, report: Report
):
    vetoed = report(with_declarations(confirmed, cleaners_on_posts="triggered"), edition)
    assert "总分84.76分；" in said(vetoed.grade())
    assert "评估等级为不合格。" in said(vetoed.grade())
    assert "石碁镇社工站总分84.76分，评估等级为不合格。" in said(vetoed.conclusion())
    assert tile(vetoed.summary(), "评估等级与总分").value == "不合格　84.76分"
    assert "距优秀" not in displayed(vetoed.summary()) + displayed(vetoed.grade())


def test_with_a_veto_the_panel_is_told_what_the_total_alone_would_give(confirmed: Station, report: Report):
    vetoed = with_declarations(confirmed, cleaners_on_posts="triggered")
    sentence = "按总分处于良好，因存在“社工名额被保洁、安保等人员占用”的情形，评估等级为不合格。"
    assert sentence in said(report(vetoed, "working").grade())
    assert sentence in said(report(vetoed, "official").grade())
    assert "良好" not in said(report(vetoed, "public").grade())
    note = "总分处于良好，因存在“社工名额被保洁、安保等人员占用”的情形，评估等级为不合格。"
    assert tile(report(vetoed, "working").summary(), "评估等级与总分").note == note
    assert tile(report(vetoed, "official").summary(), "评估等级与总分").note == note
    assert "良好" not in tile(report(vetoed, "public").summary(), "评估等级与总分").note


def test_with_a_veto_the_public_is_never_told_what_the_total_alone_would_give(
    confirmed: Station, report: Report
):
    text = whole(report(with_declarations(confirmed, cleaners_on_posts="triggered"), "public"))
    assert "总分处于" not in text
    assert "按总分所处等级" not in text


def test_a_computed_veto_gives_the_count_and_its_limit(station: Station, report: Report):
    short = replace(with_headcount(station, [1, 1, 1, 1, 1, 0]), declarations=())
    table = rows(report(short).grade(), "定为不合格情形的认定")
    assert table["2"] == (
        "2",
        "社工人员配备不足",
        "存在",
        "累计缺少5人次（界限5人次）",
        "所据公开报告未载补正办法，以区民政部门的要求为准",
    )


def test_a_count_below_its_limit_with_months_missing_is_not_clear(station: Station, report: Report):
    short = replace(with_headcount(station, [1, 1, None, 1, 0, 0]), declarations=())
    row = rows(report(short).grade(), "定为不合格情形的认定")["2"]
    assert row[2] == "未提供资料，不作认定"
    assert "缺2023年11月的人数" in row[3]
    assert row[4] == "评估期内各月应配与实配社工人数"


def test_a_share_just_short_of_its_limit_is_never_printed_as_reaching_it(station: Station, report: Report):
    table = rows(
        report(with_finance(station, personnel="79.996", other="20.004")).grade(), "定为不合格情形的认定"
    )
    assert table["4"][2:4] == ("存在", "人员费用占79.996%（界限80%）")


def test_a_veto_table_names_the_missing_material(station: Station, report: Report):
    table = rows(report(station).grade(), "定为不合格情形的认定")
    assert table["7"][2:] == ("未提供资料，不作认定", "—", "本次财务评估的报告或结论")


def test_a_statement_without_a_verdict_is_shown_as_one(station: Station, report: Report):
    reason = rows(report(station).grade(), "定为不合格情形的认定")["2"][3]
    assert reason.endswith("评估方陈述（未作认定）：社工到岗情况符合有关规定和合同要求。")


@pytest.mark.parametrize(
    ("states", "value"),
    [
        ({}, "8种不作认定"),
        ({"finance_fail": "clear"}, "7种不作认定"),
        ({"finance_fail": "triggered"}, "存在1种"),
        ({"finance_fail": "triggered", "other_breach": "clear"}, "存在1种"),
    ],
    ids=["nothing assessed", "one clear", "one found", "one found, one clear"],
)
def test_the_first_screen_never_reads_as_clear_where_something_was_not_assessed(
    states: dict[str, str], value: str, station: Station, report: Report
):
    found = tile(report(with_declarations(station, **states)).summary(), "情形")
    assert found.value == value
    assert found.note.endswith("；不作认定既不表示存在，也不表示不存在") == ("不作认定" in value)


def test_the_first_screen_reads_as_clear_where_everything_is(
    station: Station, scheme: Scheme, report: Report
):
    clear = with_declarations(station, **{veto.id: "clear" for veto in scheme.vetoes})
    assert tile(report(clear).summary(), "情形").value == "经核查未发现"


@pytest.mark.parametrize(
    ("total", "sentence", "nearer"),
    [
        ("89.99", "80分（含）至90分（不含）为良好，评估等级为良好。", "距优秀等级下限0.01分。"),
        ("90", "90分（含）以上为优秀，评估等级为优秀。", ""),
        ("60", "60分（含）至80分（不含）为合格，评估等级为合格。", "距良好等级下限20.00分。"),
        ("59.99", "60分（不含）以下为不合格，评估等级为不合格。", "距合格等级下限0.01分。"),
    ],
    ids=["just below the highest", "just in the highest", "just not failing", "just failing"],
)
def test_the_grade_is_told_with_its_band_and_the_distance_to_the_next(
    total: str, sentence: str, nearer: str, station: Station, scheme: Scheme, report: Report
):
    text = said(report(with_total(station, scheme, total)).grade()).splitlines()[0]
    assert text.endswith(sentence + nearer)


def test_full_marks_lose_nothing_and_nothing_is_said_of_losses(
    station: Station, scheme: Scheme, report: Report
):
    full = report(with_total(station, scheme, "100"))
    assert "失分" not in said(full.grade())
    assert not [block for block in full.grade() if isinstance(block, Chart)]
    labels = [t.label for block in full.summary() if isinstance(block, Tiles) for t in block.tiles]
    assert "失分" not in labels


def test_with_a_veto_no_distance_to_a_grade_is_held_out(station: Station, scheme: Scheme, report: Report):
    vetoed = with_declarations(with_total(station, scheme, "55"), cleaners_on_posts="triggered")
    assert "距合格" not in said(report(vetoed).grade())


def test_a_statement_is_not_called_unassessed_beside_a_verdict(station: Station, report: Report):
    table = rows(report(with_headcount(station, [1, 1, 1, 1, 1, 0])).grade(), "定为不合格情形的认定")
    assert table["2"][2] == "存在"
    assert "未作认定" not in table["2"][3]


# --- deadlines --------------------------------------------------------------------------------------

FEEDBACK_DUE: Final = "不晚于2024年3月6日"


@pytest.mark.parametrize(
    ("steps", "done", "state"),
    [
        ({"feedback": "2024-03-06"}, "2024年3月6日", "已完成"),
        ({"feedback": "2024-03-07"}, "2024年3月7日", "已完成，晚于规定时限"),
        ({"feedback": True, "as_of": "2024-05-01"}, "未提供", "已完成，日期未提供"),
        ({"onsite": "2024-02-28", "as_of": "2024-03-06"}, "未提供", "未到期"),
        ({"feedback": False, "as_of": "2024-03-06"}, "未提供", "未到期"),
        ({"feedback": False, "as_of": "2024-03-07"}, "未提供", "已逾期"),
        ({"onsite": "2024-02-28", "as_of": "2024-03-07"}, "未提供", "未提供完成情况"),
    ],
    ids=[
        "done on the last day",
        "late by a day",
        "undated",
        "due today",
        "not done, due today",
        "not done, overdue",
        "not recorded",
    ],
)
def test_a_step_is_told_by_its_state(
    steps: dict[str, Any], done: str, state: str, station: Station, report: Report
):
    part = report(with_process(station, **steps)).summary()
    assert rows(part, "流程时限一览")["反馈初评意见"] == ("反馈初评意见", FEEDBACK_DUE, done, state)


def test_a_limit_whose_start_is_unknown_is_told_with_what_is_missing(station: Station, report: Report):
    part = report(with_process(station, report="2024-03-12")).summary()
    assert rows(part, "流程时限一览")["确认评估报告"] == (
        "确认评估报告",
        "无法推算（未提供“区民政部门收到报告”的日期）",
        "未提供",
        "无法推算",
    )


def test_a_year_without_a_calendar_is_told_and_the_report_still_runs(station: Station, scheme: Scheme):
    unknown = StationReport(sweval.evaluate(station, scheme, lambda day: None), "working")
    table = rows(unknown.summary(), "流程时限一览")
    assert table["出具评估报告"][1] == "无法推算（2024年工作日历尚未公布）"
    assert tile(unknown.summary(), "规定时限").value == "无法推算"
    (chart,) = (block for block in unknown.stages() if isinstance(block, Chart))
    assert chart.title == "规定时限均无法推算"
    assert not DOUBLED.search(whole(unknown))


def test_the_limits_run_over_holidays_and_make_up_days(station: Station, report: Report):
    # The Spring Festival is from 2024-02-10 to 02-17, a Saturday each; Sunday 02-18 makes up for a day of it.
    part = report(with_process(station, evaluation_end="2024-02-06")).summary()
    assert rows(part, "流程时限一览")["反馈初评意见"][1] == "不晚于2024年2月19日"


def test_where_the_end_of_the_evaluation_is_inferred_it_is_said_so(station: Station, report: Report):
    sentence = "评估工作结束日未提供，以实地评估日2024年2月28日推定。"
    assert sentence in said(report(station).stages())
    assert sentence not in said(report(with_process(station, evaluation_end="2024-03-01")).stages())


@pytest.mark.parametrize("as_of", ["2024-03-25", "2024-05-01"])
def test_the_public_is_shown_no_overdue_step(as_of: str, confirmed: Station, report: Report):
    late = with_process(
        confirmed, feedback=False, report_received="2024-03-01", confirmation="2024-03-25", as_of=as_of
    )
    assert "已逾期" in whole(report(late, "official"))
    text = whole(report(late, "public")).replace("不晚于", "")
    assert not [word for word in ("逾期", "晚于", "未到期", "超过规定时限", "未提供完成情况") if word in text]
    assert "▼" in displayed(report(late, "official").stages())
    assert "▼" not in displayed(report(late, "public").stages())
    (table,) = (b for b in report(late, "public").summary() if isinstance(b, Table) and "时限" in b.caption)
    assert [column.name for column in table.columns] == ["环节", "规定时限", "完成日期"]


def test_a_notice_taken_down_too_early_is_not_called_late(confirmed: Station, report: Report):
    short = with_process(
        confirmed,
        report="2024-02-29",
        report_received="2024-03-01",
        confirmation="2024-03-06",
        notice_start="2024-03-07",
        notice_end="2024-03-11",
    )
    assert rows(report(short).summary(), "流程时限一览")["公示评估报告"] == (
        "公示评估报告",
        "不早于2024年3月18日",
        "2024年3月11日",
        "已完成，短于规定期限",
    )


def test_a_notice_whose_time_is_over_is_not_called_not_yet_due(confirmed: Station, report: Report):
    over = with_process(confirmed, confirmation="2024-03-06", notice_start="2024-03-07", as_of="2024-06-03")
    assert rows(report(over).summary(), "流程时限一览")["公示评估报告"][3] == "期限已满，完成日期未提供"


def test_a_missing_calendar_is_not_told_as_a_missing_start(station: Station, scheme: Scheme):
    unknown = StationReport(sweval.evaluate(station, scheme, lambda day: None), "working")
    assert tile(unknown.summary(), "规定时限").note == "2024年工作日历尚未公布"


# --- the station and its people ---------------------------------------------------------------------


def with_operator(station: Station, since: str | None) -> Station:
    operator = replace(station.organisations.operator, since=since)
    return replace(station, organisations=replace(station.organisations, operator=operator))


def test_the_operator_is_told_with_the_month_it_began(station: Station, report: Report):
    assert (
        "石碁镇社工站位于石碁镇深坑大街一号一楼，自2013年7月起由广州市番禺区和悦社会工作服务中心承办。"
    ) in said(report(station).profile())


def test_an_operator_without_a_beginning_is_told_without_one(station: Station, report: Report):
    text = said(report(with_operator(station, None)).profile())
    assert "由广州市番禺区和悦社会工作服务中心承办，承办起始时间未提供。" in text
    assert "个月" not in text


def test_a_station_without_an_address_is_told_without_one(station: Station, report: Report):
    bare = replace(station, profile=replace(station.profile, address=None, blocks=()))
    text = said(report(bare).profile())
    assert text.startswith("石碁镇社工站自2013年7月起由")
    assert "服务板块" not in text


def test_a_contract_without_an_amount_is_told_without_one(station: Station, report: Report):
    given = said(report(station).profile())
    absent = said(
        report(replace(station, contract=replace(station.contract, amount=None, kind=None))).profile()
    )
    assert "服务经费240万元。签订的服务协议为三方协议。" in given
    assert "服务经费未提供。" in absent
    assert "服务协议" not in absent
    assert "万元" not in absent


@pytest.mark.parametrize(
    ("amount", "shown"), [("2400000", "240万元"), ("2456789.5", "245.67895万元"), ("800", "0.08万元")]
)
def test_an_amount_is_told_in_ten_thousands_without_being_rounded(
    amount: str, shown: str, station: Station, report: Report
):
    changed = replace(station, contract=replace(station.contract, amount=Decimal(amount)))
    assert f"服务经费{shown}。" in said(report(changed).profile())


def test_the_people_are_told_by_group_and_qualification(station: Station, report: Report):
    text = said(report(station).profile())
    assert (
        "截至2024年1月，社工站配备工作人员21名：社工专业人员15名，其中社会工作师（中级）5名、助理社会工作师10名；"
        "相关专业人员2名；其他人员4名。社工专业人员占71.43%，持证社工15名。"
    ) in text


def test_people_without_qualifications_are_told_without_them(station: Station, report: Report):
    plain = with_staff(station, ("2024-01", "social_worker", None, 15), ("2024-01", "other", None, 5))
    text = said(report(plain).profile())
    assert "社工专业人员15名；" in text
    assert "社工专业人员占75.00%。" in text
    assert "其中" not in text
    assert "持证" not in text


def test_the_latest_month_of_people_is_told(station: Station, report: Report):
    two = with_staff(station, ("2023-12", "social_worker", None, 9), ("2024-01", "social_worker", None, 15))
    text = said(report(two).profile())
    assert "截至2024年1月，社工站配备工作人员15名" in text


def test_no_people_are_not_nought_people(station: Station, report: Report):
    part = report(replace(station, staff_totals=())).profile()
    assert "人员情况未提供。" in said(part)
    assert "0名" not in displayed(part)


def test_a_group_that_was_not_provided_is_not_told_as_nobody(station: Station, report: Report):
    only = with_staff(station, ("2024-01", "social_worker", None, 15))
    assert "0名" not in said(report(only).profile()).replace("10名", "")


def test_coverage_shows_what_was_not_provided_and_never_nought(station: Station, report: Report):
    total = CoverageTotal(row=2, categories=17)
    part = report(replace(station, coverage_totals=(total,))).profile()
    assert rows(part, "兜底人群建档情况")["全站"] == ("全站", "未提供", "17类", "未提供", "未提供")


@pytest.mark.parametrize(
    ("experts", "staff", "who"),
    [
        (5, 2, "5位评委和2名工作人员于2024年2月28日实地评估1天。"),
        (None, 2, "组织，评委和2名工作人员于"),
        (5, None, "组织，5位评委于2024年"),
        (None, None, "组织，评委于2024年"),
    ],
    ids=["both", "experts unknown", "staff unknown", "neither"],
)
def test_the_panel_is_told_as_far_as_it_is_known(
    experts: int | None, staff: int | None, who: str, station: Station, report: Report
):
    changed = replace(station, assessment=replace(station.assessment, experts=experts, staff=staff))
    assert who in said(report(changed).preface())


@pytest.mark.parametrize(
    ("edition", "readers"),
    [
        ("working", "供评估方内部使用，不对外提供"),
        ("official", "供广州市番禺区民政局、广州市番禺区石碁镇人民政府和石碁镇社工站使用"),
        ("public", "向社会公示"),
    ],
)
def test_the_preface_says_who_the_report_is_for(
    edition: Edition, readers: str, confirmed: Station, report: Report
):
    actual = replace(confirmed, nature="actual")
    assert f"中期评估的结果，{readers}。" in said(report(actual, edition).preface())


@pytest.mark.parametrize("edition", ALL)
def test_the_preface_of_a_recomputed_report_gives_itself_out_for_nothing_else(
    edition: Edition, confirmed: Station, report: Report
):
    text = said(report(replace(confirmed, nature="published"), edition).preface())
    assert text.startswith("本报告依据原报告复算石碁镇社工服务站")
    assert "仅作演示" in text and "的样式编排" in text


def test_the_preface_names_the_organisations_behind_the_roles(station: Station, report: Report):
    text = said(report(station).preface())
    for name in ("purchaser", "operator", "supervision_centre", "bureau"):
        assert f"指{getattr(station.organisations, name).name}" in text


@pytest.mark.parametrize("edition", ALL)
def test_the_list_of_what_is_missing_says_what_missing_means(
    edition: Edition, confirmed: Station, report: Report
):
    text = said(report(confirmed, edition).summary())
    assert "“未提供”指本报告所用的数据未载，不表示有关单位未报送；" in text
    assert ("评委个人评分" in text) == (edition == "working")


def test_a_visit_of_several_days_is_told_as_such(station: Station, report: Report):
    longer = replace(station, assessment=replace(station.assessment, onsite_end=date(2024, 3, 1)))
    text = said(report(longer).preface())
    assert "自2024年2月28日起实地评估3天。" in text
    assert "实地评估时间为3天" in text


def test_methods_that_were_not_named_are_those_of_the_scheme_and_said_to_be(station: Station, report: Report):
    unnamed = replace(station, assessment=replace(station.assessment, methods=()))
    assert "采用的方法未提供，指标体系规定的方法如下：" in said(report(unnamed).background())
    assert "评估采用下列方法：" in said(report(station).background())


@pytest.mark.parametrize(
    ("nature", "signed", "sentence"),
    [
        (
            "published",
            date(2024, 2, 28),
            "原报告落款：广州市番禺区社会组织联合会，2024年2月28日。本件为演示复算，非该单位出具。",
        ),
        ("actual", date(2024, 2, 28), "广州市番禺区社会组织联合会（盖章处）\n2024年2月28日"),
        ("actual", None, "广州市番禺区社会组织联合会（盖章处）\n日期未提供"),
    ],
    ids=["a demonstration is never signed", "sealed", "undated"],
)
def test_the_report_is_signed(
    nature: str, signed: date | None, sentence: str, station: Station, report: Report
):
    changed = replace(station, nature=nature, assessment=replace(station.assessment, signed=signed))
    assert said(report(changed).conclusion()).endswith(sentence)


# --- feedback ---------------------------------------------------------------------------------------


def with_feedback(station: Station, *given: tuple[str, str, bool | None, str | None, str | None]) -> Station:
    """Who said what where: party, channel, objection, comment, handling."""
    found = [
        Feedback(row=n, party=party, channel=channel, objection=objection, comment=comment, handling=handling)  # type: ignore[arg-type]
        for n, (party, channel, objection, comment, handling) in enumerate(given, start=2)
    ]
    return replace(station, feedback=tuple(found))


def test_where_nobody_objects_it_is_said_by_name(station: Station, report: Report):
    text = said(report(station).feedback())
    assert "现场反馈：社工站无异议。" in text
    assert "对报告初稿的反馈：监督方、购买方和社工站无异议。" in text


def test_an_objection_is_told_with_its_handling(station: Station, report: Report):
    objecting = with_feedback(
        station,
        ("station", "draft", True, "评分偏低", "已复核，维持原评分"),
        ("bureau", "draft", False, None, None),
    )
    text = said(report(objecting).feedback())
    assert "对报告初稿的反馈：监督方无异议；社工站有异议，处理情况：已复核，维持原评分。" in text
    assert "社工站：“评分偏低”" in text
    assert "社工站无异议" not in text


def test_an_objection_not_yet_handled_is_told_as_such(station: Station, report: Report):
    objecting = with_feedback(station, ("station", "draft", True, None, None))
    assert "社工站有异议，处理情况：未提供。" in said(report(objecting).feedback())


def test_an_answer_that_is_unknown_is_neither_yes_nor_no(station: Station, report: Report):
    text = said(report(with_feedback(station, ("purchaser", "draft", None, None, None))).feedback())
    assert "对报告初稿的反馈：购买方的意见未提供。" in text
    assert "异议" not in text


def test_a_channel_nobody_used_is_said_so(station: Station, report: Report):
    text = said(report(with_feedback(station, ("station", "draft", False, None, None))).feedback())
    assert "现场反馈未提供。" in text


def test_no_feedback_is_not_no_objection(station: Station, report: Report):
    text = said(report(replace(station, feedback=())).feedback())
    assert text.splitlines()[0] == "各方反馈未提供。"
    assert "异议" not in text


def test_the_bureau_is_said_to_have_written_nothing_where_it_has_not(station: Station, report: Report):
    assert "监督方的文字意见未提供。" in said(report(station).feedback())


def test_in_public_no_complainant_is_named_in_the_sentences(confirmed: Station, report: Report):
    objecting = with_feedback(confirmed, ("station", "draft", True, "评分偏低", "已复核，维持原评分"))
    text = said(report(objecting, "public").feedback())
    assert "对报告初稿的反馈：有关方面有异议。" in text
    assert "社工站" not in text
    assert "评分偏低" not in text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ((False, False, False), "对报告初稿的反馈：各方无异议。"),
        ((False, False), "对报告初稿的反馈：已反馈的无异议，其余未提供。"),
        ((False, None, False), "对报告初稿的反馈：已反馈的无异议，其余未提供。"),
        ((None, None, None), "对报告初稿的反馈未提供。"),
        ((None, True), "对报告初稿的反馈：有关方面有异议。"),
    ],
    ids=["nobody objects", "one not heard", "one unknown", "all unknown", "one objects"],
)
def test_in_public_each_channel_is_told_in_one_sentence_without_names_or_marks(
    answers: tuple[bool | None, ...], sentence: str, confirmed: Station, report: Report
):
    asked = with_feedback(
        confirmed,
        *(
            (party, "draft", answer, None, None)
            for party, answer in zip(("station", "purchaser", "bureau"), answers, strict=False)
        ),
    )
    part = report(asked, "public").feedback()
    assert said(part).splitlines() == [f"现场反馈未提供。{sentence}", "监督方的文字意见未提供。"]
    assert "〔" not in repr(part)


def test_handling_written_as_a_sentence_ends_in_one_full_stop(station: Station, report: Report):
    objecting = with_feedback(station, ("station", "draft", True, None, "已复核，维持原评分。"))
    assert "。。" not in said(report(objecting).feedback())


def test_evidence_written_as_a_sentence_ends_in_one_full_stop(station: Station, report: Report):
    stated = tuple(
        replace(row, state="clear", evidence="见考勤表和社保记录。") for row in station.declarations
    )
    assert "。。" not in displayed(report(replace(station, declarations=stated)).grade())


def test_the_bureaus_opinions_stand_under_its_own_heading(station: Station, report: Report):
    opinion = replace(station.findings[0], section="bureau", area=None, author="bureau", text="管理规范。")
    part = report(replace(station, findings=(*station.findings, opinion))).feedback()
    text = unmarked(repr(part))
    assert text.index("监督方意见") < text.index("提出方：监督方") < text.index("管理规范。")
    assert "监督方的文字意见未提供" not in text


# --- opinions and conclusion ------------------------------------------------------------------------


def test_no_opinions_are_said_to_be_missing_in_every_part(station: Station, report: Report):
    silent = report(replace(station, findings=()))
    for part in (silent.purchaser(), silent.supervision_centre()):
        assert said(part).count("未提供。") == 2
    # Of people and money nothing was provided either.
    assert said(silent.operations()).count("未提供。") == 3
    assert said(silent.quality()).count("未提供。") == 2 * len(station.areas)
    assert "评估方的总体意见未提供。" in said(silent.conclusion())
    assert "需要关注的地方未提供，没有建议可列。" in said(silent.rectification())


def test_strengths_stand_before_concerns_and_either_may_be_missing(station: Station, report: Report):
    concerns = tuple(row for row in station.findings if row.kind == "concern")
    part = report(replace(station, findings=concerns)).operations()
    text = unmarked(repr(part))
    assert text.index("值得肯定的地方\n\n未提供。") < text.index("需要关注的地方\n\n提出方：评估方\n（1）")


def test_a_partys_section_begins_with_whose_words_these_are(station: Station, report: Report):
    organisations = station.organisations
    for part, name in (
        (report(station).purchaser(), organisations.purchaser.name),
        (report(station).supervision_centre(), organisations.supervision_centre.name),
    ):
        assert said(part).startswith(f"以下意见由评估方向{name}收集整理。")


def test_a_conclusion_gives_the_result_before_the_panels_words(station: Station, report: Report):
    text = said(report(station).conclusion())
    order = ["总分84.76分，评估等级为良好。", "评估方总体肯定：", "评估方总体建议："]
    assert sorted(order, key=text.index) == order


def test_a_conclusion_of_concerns_alone_has_no_heading_for_strengths(station: Station, report: Report):
    concerns = tuple(row for row in station.findings if row.kind == "concern")
    text = said(report(replace(station, findings=concerns)).conclusion())
    assert "评估方总体肯定" not in text
    assert "评估方总体建议：" in text


def test_an_opinion_without_a_recommendation_is_shown_without_one(station: Station, report: Report):
    bare = tuple(replace(row, recommendation=None) for row in station.findings)
    assert "建议：" not in displayed(report(replace(station, findings=bare)).operations())


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"area": None},
        {"area": None, "section": "bureau", "author": "bureau"},
        {"area": None, "section": "operations"},
        {"area": None, "section": "outcome"},
        {"area": None, "section": "purchaser", "author": "purchaser"},
        {"area": None, "section": "supervision_centre", "author": "supervision_centre"},
        {"area": None, "section": "conclusion"},
    ],
    ids=[
        "an area",
        "quality",
        "the bureau",
        "operations",
        "outcome",
        "the purchaser",
        "the centre",
        "the conclusion",
    ],
)
def test_every_opinion_stands_in_the_report(given: dict[str, Any], station: Station, report: Report):
    opinion = Finding(
        **{
            "row": 70,
            "id": "extra",
            "section": "quality",
            "area": "a1",
            "dimension": "自查自纠",
            "kind": "strength",
            "theme": "self_check",
            "text": "自查自纠按月开展，记录完整。",
            "author": "evaluator",
            **given,
        }
    )
    assert opinion.text in whole(report(replace(station, findings=(*station.findings, opinion))))


# --- own paragraphs ---------------------------------------------------------------------------------


def with_text(station: Station, text: str, *, section: str = "progress", mode: str = "add") -> Station:
    return replace(station, own_text=(OwnText(section=section, mode=mode, author="评估方", text=text),))  # type: ignore[arg-type]


def test_an_own_paragraph_is_added_below_with_its_author_and_its_citations(station: Station, report: Report):
    part = report(with_text(station, "总分{{score.total}}，等级{{ score.grade }}。")).progress()
    added = tuple(part)[-1]
    assert isinstance(added, Paragraph)
    assert (added.sentences[0].text, added.author) == ("总分84.76分，等级良好。", "评估方")
    assert [cite.anchor for cite in added.sentences[0].cites] == ["f-score-total", "f-score-grade"]
    assert "序时进度为50.56%。" in said(part)


def test_an_own_paragraph_replaces_sentences_and_leaves_tables_and_charts(station: Station, report: Report):
    part = report(with_text(station, "进度总体正常。", mode="replace")).progress()
    assert said(part) == "进度总体正常。"
    assert [type(block) for block in part if not isinstance(block, Paragraph)] == [
        type(block) for block in report(station).progress() if not isinstance(block, Paragraph)
    ]


@pytest.mark.parametrize("section", ["summary", "preface", "review", "grade", "conclusion"])
def test_an_own_paragraph_may_stand_in_any_part(section: str, station: Station, report: Report):
    assert whole(report(with_text(station, "另见附件三。", section=section))).count("另见附件三。") == 1


@pytest.mark.parametrize(
    ("text", "edition", "value", "says"),
    [
        ("总分{{score.totl}}。", "working", "score.totl", "没有这个数字"),
        ("总分{{}}。", "working", "", "没有这个数字"),
        (
            "运营{{station.operating_months}}。",
            "working",
            "station.operating_months",
            "这个数字未提供，不能引用",
        ),
        ("还差{{score.to_next}}。", "public", "score.to_next", "本稿不得载入这个数字"),
        (
            "矛盾{{check.contradiction.oc-s2}}。",
            "official",
            "check.contradiction.oc-s2",
            "本稿不得载入这个数字",
        ),
    ],
    ids=["unknown", "empty", "missing", "withheld from the public", "withheld from the three parties"],
)
def test_an_own_paragraph_may_not_ask_for_what_is_not_there(
    text: str, edition: Edition, value: str, says: str, confirmed: Station, report: Report
):
    asking = with_text(with_operator(confirmed, None), text)
    with pytest.raises(Refused) as refused:
        report(asking, edition)
    (fault,) = refused.value.faults
    assert (fault.file, fault.column, fault.value, fault.problem) == (
        "text.yaml",
        "paragraphs[1].text",
        value,
        says,
    )
    assert fault.remedy


def test_all_faults_of_own_paragraphs_are_named_at_once(station: Station, report: Report):
    first = OwnText(section="nowhere", mode="add", author="评估方", text="{{a}}和{{b}}")
    second = OwnText(section="grade", mode="add", author="评估方", text="{{c}}")
    with pytest.raises(Refused) as refused:
        report(replace(station, own_text=(first, second)))
    assert [(fault.column, fault.value) for fault in refused.value.faults] == [
        ("paragraphs[1].section", "nowhere"),
        ("paragraphs[1].text", "a"),
        ("paragraphs[1].text", "b"),
        ("paragraphs[2].text", "c"),
    ]


def test_what_may_be_said_in_one_edition_may_be_said_in_it(confirmed: Station, report: Report):
    asking = with_text(confirmed, "还差{{score.to_next}}。")
    assert "还差5.24分。" in said(report(asking, "official").progress())


# --- the public edition's condition -----------------------------------------------------------------


@pytest.mark.parametrize(
    "steps",
    [{}, {"report": "2024-03-12"}, {"confirmation": True}, {"notice_start": "2024-03-12"}],
    ids=["nothing", "reported only", "confirmed on an unknown day", "on public notice"],
)
def test_without_a_day_of_confirmation_there_is_no_public_edition(
    steps: dict[str, Any], station: Station, report: Report
):
    with pytest.raises(Refused) as refused:
        report(with_process(station, **steps), "public")
    (fault,) = refused.value.faults
    assert (fault.file, fault.column) == ("process.csv", "confirmation")
    assert "没有区民政部门确认评估报告的日期" in fault.problem
    assert fault.remedy


# --- nothing that isn't there -----------------------------------------------------------------------


def flaws(report: StationReport) -> list[str]:
    """Stray values and doubled punctuation, each with what stands around it."""
    text = whole(report)
    return [text[max(0, m.start() - 20) : m.end() + 10] for p in (STRAY, DOUBLED) for m in p.finditer(text)]


@pytest.mark.parametrize("edition", ALL)
def test_the_report_of_the_published_case_has_no_empty_slot(
    edition: Edition, confirmed: Station, report: Report
):
    assert flaws(report(confirmed, edition)) == []


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"scores", "process"}))
def test_without_a_table_every_edition_builds_and_has_no_empty_slot(
    table: str, confirmed: Station, report: Report
):
    without = replace(confirmed, **{table: ()}, absent=confirmed.absent | {table})
    # With pictures they are made among the rules, in test_tables_left_out.
    with without_pictures():
        assert [flaws(report(without, edition)) for edition in ALL] == [[], [], []]


@pytest.mark.parametrize("edition", ["working", "official"])
def test_without_a_process_the_editions_before_confirmation_build(
    edition: Edition, station: Station, report: Report
):
    without = replace(station, process=(), absent=station.absent | {"process"})
    assert flaws(report(without, edition)) == []


def bare(station: Station) -> Station:
    """Nothing but names, contract days, areas, scores, and what a public edition asks for."""
    confirmed = with_process(only_scored(station), confirmation="2024-03-06")
    profile = replace(station.profile, address=None, blocks=())
    assessment = replace(confirmed.assessment, cut_off_note="", population_note="")
    contract = replace(confirmed.contract, kind=None)
    return replace(
        confirmed, profile=profile, assessment=assessment, contract=contract, own_text=(), nature="actual"
    )


@pytest.mark.parametrize("edition", ALL)
def test_without_anything_but_scores_every_edition_builds_and_has_no_empty_slot(
    edition: Edition, station: Station, report: Report
):
    assert flaws(report(bare(station), edition)) == []


def test_without_anything_but_scores_nothing_is_said_to_be_nought(station: Station, report: Report):
    """Counts of vetoes may be 0; what the station did, has or was asked may not."""
    built = report(bare(station))
    parts = [
        built.preface(),
        built.profile(),
        built.progress(),
        built.operations(),
        built.outcome(),
        built.quality(),
    ]
    text = "\n".join([*(displayed(part) for part in parts), said(built.feedback()), said(built.grade())])
    assert re.findall(r"(?<![\d.])0(?:\.0+)?(?:[%名人项个次天年月]|人次|万元)", text) == []


def test_everything_filled_in_builds_and_has_no_empty_slot(confirmed: Station, report: Report):
    full = with_rectification(confirmed, ("2024-01-15", "2024-01-10", True), ("2024-02-01", "", None))
    full = with_headcount(full, [0, 1, 0, 0, 0, 0])
    full = with_finance(full, personnel="85", other="15")
    full = with_feedback(
        full,
        ("station", "onsite", False, None, None),
        ("station", "draft", True, "评分偏低", "已复核，维持原评分"),
        ("bureau", "draft", None, None, None),
    )
    full = replace(
        full, satisfaction=tuple(replace(row, aware=row.count, area="a1") for row in full.satisfaction)
    )
    full = with_experts(full, "e1", "e2", "e3", recused=["e3"])
    full = with_scores(full, *(scored("outcome", mark, expert=e) for e, mark in (("e1", "11"), ("e3", "5"))))
    assert [flaws(report(full, edition)) for edition in ALL] == [[], [], []]


def test_a_list_of_sentences_has_no_full_stop_before_a_semicolon(station: Station, report: Report):
    assert "。；" not in displayed(report(station).proof())


def test_a_scheme_of_one_level_has_rules_without_empty_slots(
    station: Station, scheme: Scheme, diagnose: Evaluate
):
    flat = replace(scheme, tree=tuple(replace(party, children=()) for party in scheme.tree))
    scores = tuple(row for row in station.scores if row.node in {party.id for party in flat.tree})
    third = replace(station.scores[0], node="third_party", score=Decimal(45))
    evaluation = diagnose(replace(station, scores=(third, *scores), claims=(), own_text=()), flat)
    text = displayed(StationReport(evaluation, "working").rules())
    assert not DOUBLED.search(text)
    assert "按片区评分" not in text


def test_no_time_in_operation_is_negative(station: Station, report: Report):
    text = said(report(with_operator(station, "2025-07")).profile())
    assert "自2025年7月起由" in text
    assert not re.search("-|个月", text)


# --- own paragraphs by edition, and what they can't take away ---------------------------------------


def written(station: Station, **given: object) -> Station:
    text = OwnText(**{"section": "grade", "mode": "add", "author": "评估方", "text": "甲句。", **given})  # type: ignore[arg-type]
    return replace(station, own_text=(text,))


def test_a_paragraph_stands_in_the_editions_it_names(confirmed: Station, report: Report):
    changed = written(confirmed, editions=("working", "official"))
    assert [e for e in ALL if "甲句。" in said(report(changed, e).grade())] == ["working", "official"]
    assert [e for e in ALL if "甲句。" in said(report(written(confirmed), e).grade())] == list(ALL)


def test_a_figure_an_edition_withholds_may_be_told_where_it_is_not_withheld(
    confirmed: Station, report: Report
):
    distance = "距优秀{{score.to_next}}。"
    changed = written(confirmed, text=distance, editions=("official",))
    assert "距优秀5.24分。" in said(report(changed, "official").grade())
    assert "距优秀" not in said(report(changed, "public").grade())
    with pytest.raises(Refused, match="用 editions 写明"):
        report(written(confirmed, text=distance), "public")


@pytest.mark.parametrize(
    ("section", "kept"),
    [
        ("grade", ["总分84.76分", "评估等级为良好", "不作认定既不表示存在"]),
        ("conclusion", ["总分84.76分，评估等级为良好。"]),
        ("preface", ["评估的局限"]),
    ],
)
def test_no_words_take_the_place_of_what_the_rules_say(
    section: str, kept: list[str], station: Station, report: Report
):
    part = getattr(report(written(station, section=section, mode="replace")), section)()
    text = said(part)
    assert "甲句。" in text
    assert not [words for words in kept if words not in text]


# --- ties, ends of the scale, one area --------------------------------------------------------------


def test_components_with_one_rate_are_not_ranked(station: Station, scheme: Scheme, report: Report):
    full = report(with_total(station, scheme, 100)).summary()
    found = tile(full, "得分率最高")
    assert found.value.startswith("服务监测、服务成效、运营管理") and found.value.endswith("100.00%")
    assert "其次" not in found.note
    chart = next(block for block in full if isinstance(block, Chart))
    assert "−0.00" not in chart.svg and "失分过半" not in chart.title


def test_of_the_losses_those_that_make_up_most_are_named(station: Station, report: Report):
    chart = next(block for block in report(station).summary() if isinstance(block, Chart))
    assert chart.title == "总分84.76分，评估等级为良好；失分过半出自服务质量和服务成效"


def test_who_gives_one_score_is_not_told_as_who_lost_it(station: Station, report: Report):
    text = said(report(station).grade())
    assert "督导中心评分2.85分" in text and "购买方评分1.00分" in text


def test_one_area_is_not_called_a_mean_nor_drawn_beside_itself(station: Station, report: Report):
    first = station.areas[:1]
    findings_ = tuple(row for row in station.findings if row.area in (None, "a1"))
    totals = tuple(row for row in station.coverage_totals if row.area is None)
    one = with_scores(
        replace(station, areas=first, findings=findings_, coverage_totals=totals),
        scored("quality", "14.45", area="a1"),
    )
    part = report(one).quality()
    assert "服务质量按片区评分，评分14.45分，折算14.45分，标准分20分。" in said(part)
    assert not [block for block in part if isinstance(block, Chart)]
    assert "各片区平均" not in whole(report(one)).replace("按各片区平均", "")


def test_a_farm_that_is_counted_is_named_as_one(station: Station, report: Report):
    *before, farm = station.areas[1].units
    counted = replace(station.areas[1], units=(*before, replace(farm, counted=True, managed_by=None)))
    changed = replace(station, areas=(station.areas[0], counted, *station.areas[2:]))
    assert "覆盖17个村、2个社区、1个农场，合计20个。" in said(report(changed).profile())


def test_overlapping_bands_are_told_as_bounds(station: Station, report: Report):
    bands = tuple(
        Satisfaction(row=n, band_low=Decimal(low), band_high=Decimal(100), count=count)
        for n, (low, count) in enumerate([(80, 40), (95, 60)], start=2)
    )
    part = report(replace(station, satisfaction=bands)).outcome()
    assert "各档有重叠，满意度95%以上的至少60人、至多100人，占60.00%至100.00%。" in said(part)
    (chart,) = (block for block in part if isinstance(block, Chart))
    assert "至少60.00%的人满意度在95%以上" in chart.title


def test_everybody_asked_leaves_no_error_of_sampling(station: Station, report: Report):
    text = said(report(with_satisfaction(station, 58, 2, population=60)).outcome())
    assert "总体60人全部作答，没有抽样误差。" in text
    assert "置信区间" not in text


def test_how_the_sample_was_drawn_is_told_where_it_is_known(station: Station, report: Report):
    drawn = replace(station, assessment=replace(station.assessment, sampling="按片区分层随机抽取。"))
    assert "；抽样方式为按片区分层随机抽取。" in said(report(drawn).outcome())


def test_a_qualifier_stands_with_its_number(station: Station, report: Report):
    assert rows(report(station).progress(), "协议指标以外的产出")["社区基金筹款"][1] == "超过300万元"
