"""Every chart, with the published figures of 石碁镇 and with data no designer would choose."""

from __future__ import annotations

import doctest
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, Polygon, Rectangle

from sweval.charts import layout, theme
from sweval.charts.canvas import Canvas
from sweval.charts.kinds import (
    areas,
    changes,
    components,
    deviation,
    dots,
    funnel,
    heatmap,
    process,
    progress,
    satisfaction,
)
from sweval.charts.kinds.areas import AreaRow, AreasChart
from sweval.charts.kinds.changes import TornadoChart, TornadoRow, WaterfallChart, WaterfallStep
from sweval.charts.kinds.components import BandLine, ComponentRow, ComponentsChart, LostMarksChart, LostRow
from sweval.charts.kinds.deviation import DeviationChart, DeviationRow
from sweval.charts.kinds.dots import Dot, DotChart, Limit
from sweval.charts.kinds.funnel import FunnelChart, FunnelDot
from sweval.charts.kinds.heatmap import HeatMap, HeatRow
from sweval.charts.kinds.process import ProcessChart, ProcessRow
from sweval.charts.kinds.progress import ProgressChart, ProgressRow
from sweval.charts.kinds.satisfaction import IntervalRow, ResponseBand, SatisfactionChart
from tests.unit.chart_checks import (
    clipped_texts,
    crossed_texts,
    low_contrast_texts,
    overlapping_texts,
    visible_texts,
)

SVG = "{http://www.w3.org/2000/svg}"
LONG = "面向困难群众和特殊群体的入户探访、需求评估与分级跟进服务（含电话访问与节假日慰问）" * 3
DRAW: dict[type, Callable[..., Figure]] = {
    ComponentsChart: components.draw,
    AreasChart: areas.draw,
    ProgressChart: progress.draw,
    SatisfactionChart: satisfaction.draw,
    ProcessChart: process.draw,
    LostMarksChart: components.draw_lost,
    DeviationChart: deviation.draw,
    HeatMap: heatmap.draw,
    TornadoChart: changes.draw_swings,
    DotChart: dots.draw,
    FunnelChart: funnel.draw,
    WaterfallChart: changes.draw_steps,
}

# The published case

THIRD = "第三方评估机构"
COMPONENTS = ComponentsChart(
    rows=(
        ComponentRow("服务监测", THIRD, 0.946, "9.46 / 10", "94.6%", "−0.54"),
        ComponentRow("服务成效", THIRD, 0.74, "11.10 / 15", "74.0%", "−3.90", flagged=True),
        ComponentRow("运营管理", THIRD, 0.9, "9.00 / 10", "90.0%", "−1.00"),
        ComponentRow("服务质量", THIRD, 0.7525, "15.05 / 20", "75.3%", "−4.95", flagged=True),
        ComponentRow("购买方", "购买方", 0.95, "19.00 / 20", "95.0%", "−1.00"),
        ComponentRow("督导中心", "督导中心", 0.81, "12.15 / 15", "81.0%", "−2.85"),
        ComponentRow("监督方", "监督方", 0.9, "9.00 / 10", "90.0%", "−1.00"),
    ),
    bands=(BandLine("合格 60", 0.6), BandLine("良好 80", 0.8), BandLine("优秀 90", 0.9)),
)
AREAS = AreasChart(
    rows=(
        AreaRow("片区一 金山、桥山、文边、凌边", 14.45, "14.45"),
        AreaRow("片区二 大龙、岐山、塍边、小龙、莲塘", 14.45, "14.45"),
        AreaRow("片区三 石碁、官涌、永善、南浦", 15.4, "15.40"),
        AreaRow("片区四 海傍、低涌、前锋", 15.4, "15.40"),
        AreaRow("片区五 长坦、雁州、大刀沙", 15.57, "15.57"),
    ),
    mean=15.054,
    mean_text="五片区平均 15.05",
)
PROGRESS = ProgressChart(
    rows=(
        ProgressRow("社区活动（10819人次）", 5.0081, "500.81%", "out_of_line"),
        ProgressRow("小组服务（233人次）", 0.86, "86.00%", "ahead"),
        ProgressRow("志愿者骨干（14名）", 0.7, "70.00%", "ahead"),
        ProgressRow("电访（1152人次）", 0.69, "69.00%", "ahead"),
        ProgressRow("社区活动（40次）", 0.6779, "67.79%", "ahead"),
        ProgressRow("小组（5个）", 0.63, "63.00%", "ahead"),
        ProgressRow("小组服务（25节）", 0.625, "62.50%", "ahead"),
        ProgressRow("个案服务（64节）", 0.58, "58.00%", "ahead"),
        ProgressRow("家访（1420人次）", 0.51, "51.00%", "on_pace"),
        ProgressRow("个案接案（11个）", 0.5, "50.00%", "behind"),
        ProgressRow("志愿者（25名）", 0.5, "50.00%", "behind"),
        ProgressRow("志愿者队伍（1支）", 0.5, "50.00%", "behind"),
    ),
    elapsed=181 / 358,
    elapsed_text="序时进度 50.56%",
)
SATISFACTION = SatisfactionChart(
    estimate=109 / 111,
    estimate_text="满意率 98.2%",
    intervals=(
        IntervalRow("Wilson 区间", 0.937, 0.995, "93.7%", "99.5%"),
        IntervalRow("有限总体校正", 0.939, 0.995, "93.9%", "99.5%"),
    ),
    bands=(ResponseBand("85%–95%", 2 / 111, "2人"), ResponseBand("95%以上", 109 / 111, "109人")),
)
PROCESS = ProcessChart(
    rows=(
        ProcessRow("实地评估", date(2024, 2, 28), None, date(2024, 2, 28), "2024-02-28", "done"),
        ProcessRow(
            "反馈初评意见",
            date(2024, 2, 28),
            date(2024, 3, 6),
            None,
            "2024-03-06前，5个工作日内",
            "not_provided",
        ),
        ProcessRow(
            "出具评估报告",
            date(2024, 2, 28),
            date(2024, 3, 13),
            None,
            "2024-03-13前，10个工作日内",
            "overdue",
        ),
        ProcessRow("民政部门确认", None, None, None, "无法推算（缺收到日期）", "unknown"),
        ProcessRow("公示", date(2024, 3, 14), date(2024, 3, 25), None, "不少于7个工作日", "due"),
    ),
    as_of=date(2024, 3, 18),
    as_of_text="截至 2024-03-18",
)
LOST_MARKS = LostMarksChart(
    rows=(
        LostRow("服务质量", 4.95, "4.95", "占失分32.5%"),
        LostRow("服务成效", 3.9, "3.90", "占失分25.6%"),
        LostRow("督导中心", 2.85, "2.85", "占失分18.7%"),
        LostRow("运营管理", 1.0, "1.00", "占失分6.6%"),
        LostRow("购买方", 1.0, "1.00", "占失分6.6%"),
        LostRow("监督方", 1.0, "1.00", "占失分6.6%"),
        LostRow("服务监测", 0.54, "0.54", "占失分3.5%"),
    )
)
PUBLISHED: dict[str, tuple[Any, int]] = {
    "components": (COMPONENTS, 40),
    "areas": (AREAS, 16),
    "progress": (PROGRESS, 35),
    "satisfaction": (SATISFACTION, 15),
    "process": (PROCESS, 18),
    "lost-marks": (LOST_MARKS, 21),
}

# Data no designer would choose


def many_indicators(count: int, label: str, **options: Any) -> ProgressChart:
    states: tuple[progress.ProgressState, ...] = (
        "ahead",
        "on_pace",
        "behind",
        "no_target",
        "out_of_line",
        "missing",
    )
    rows = tuple(
        ProgressRow(f"{label}{n}", None if n % 7 == 6 else n * 0.07, f"{n * 7}.00%", states[n % 6])
        for n in range(count)
    )
    return ProgressChart(rows, **options)


def equal_areas(count: int, label: str = "片区") -> AreasChart:
    return AreasChart(tuple(AreaRow(f"{label}{n}", 15.0, "15.00") for n in range(count)), 15.0, "平均 15.00")


def wide_process(years: int) -> ProcessChart:
    start = date(2020, 1, 31)
    end = start + timedelta(days=365 * years)
    return ProcessChart(
        rows=(
            ProcessRow(LONG, start, start + timedelta(days=1), start, LONG, "done"),
            ProcessRow("逾期后完成", start, start + timedelta(days=5), end, "已于规定时限后完成", "overdue"),
            ProcessRow("只有完成日期", None, None, end, "2020-01-31", "done"),
            ProcessRow("只有时限", None, end, None, "…", "due"),
        ),
        as_of=end,
        as_of_text=f"截至 {end}",
    )


def bands_of(*shares: float) -> tuple[ResponseBand, ...]:
    total = sum(shares)
    return tuple(
        ResponseBand(f"{60 + 5 * n}%–{65 + 5 * n}%", share / total, f"{share:g}人")
        for n, share in enumerate(shares)
    )


STRESS: dict[str, tuple[Any, int]] = {
    "components-long": (
        ComponentsChart(
            tuple(
                ComponentRow(LONG, party, rate, "1000.00 / 1000", "100.0%", "−1000.00", flagged=True)
                for party, rate in ((LONG, 0.0), (LONG, 1.0), ("购买方", 1.2), ("督导中心", -0.1))
            ),
            COMPONENTS.bands,
        ),
        20,
    ),
    "components-one": (ComponentsChart((ComponentRow("总分", "总分", 1.0, "100 / 100", "100%", "0"),)), 10),
    "components-crowded-bands": (
        ComponentsChart(
            COMPONENTS.rows,
            tuple(BandLine(f"等级界线 {n}", n / 100) for n in (60, 80, 82, 84, 86, 88, 90, 100)),
        ),
        45,
    ),
    "areas-one": (equal_areas(1), 4),
    "areas-equal": (equal_areas(12), 20),
    "areas-long": (equal_areas(12, LONG), 30),
    "areas-at-the-edges": (
        AreasChart((AreaRow("甲", 0.0, "0.00"), AreaRow("乙", 1000.0, "1000.00")), 500.0, "平均 500.00"),
        8,
    ),
    "areas-hardly-apart": (
        AreasChart(
            tuple(AreaRow(f"片区{n}", 15 + n / 1000, f"15.00{n}") for n in range(5)), 15.002, "平均 15.002"
        ),
        15,
    ),
    "progress-40": (many_indicators(40, "服务"), 80),
    "progress-40-long": (many_indicators(40, LONG, elapsed=0.999, elapsed_text="序时进度 99.90%"), 100),
    "progress-one": (many_indicators(1, "家访", elapsed=0.0, elapsed_text="序时进度 0.00%"), 8),
    "progress-elapsed-over": (many_indicators(6, "家访", elapsed=1.4, elapsed_text="序时进度 140.00%"), 15),
    "progress-all-missing": (
        ProgressChart(tuple(ProgressRow(f"指标{n}", None, "", "missing") for n in range(3))),
        11,
    ),
    "satisfaction-all": (
        SatisfactionChart(
            1.0, "满意率 100.0%", (IntervalRow(LONG, 0.966, 1.0, "96.6%", "100.0%"),), bands_of(100)
        ),
        8,
    ),
    "satisfaction-none": (
        SatisfactionChart(0.0, "满意率 0.0%", (IntervalRow("Wilson 区间", 0.0, 0.03, "0.0%", "3.4%"),)),
        8,
    ),
    "satisfaction-tiny-bands": (
        SatisfactionChart(0.5, "满意率 50.0%", SATISFACTION.intervals, bands_of(1, 1, 1, 1, 996)),
        18,
    ),
    "satisfaction-many-tiny-bands": (
        SatisfactionChart(0.5, "满意率 50.0%", SATISFACTION.intervals, bands_of(*[1] * 8, 0, 9992)),
        18,
    ),
    "satisfaction-equal-bands": (
        SatisfactionChart(0.9, "满意率 90.0%", SATISFACTION.intervals, bands_of(1, 1, 1, 1, 1)),
        14,
    ),
    "process-years": (wide_process(30), 12),
    "process-a-year": (wide_process(1), 12),
    "process-a-month": (
        ProcessChart((ProcessRow("步骤", date(2023, 12, 28), date(2024, 1, 20), None, "…", "due"),)),
        6,
    ),
    "process-one-day": (
        ProcessChart((ProcessRow("步骤", date(2024, 2, 29), None, date(2024, 2, 29), "…", "done"),)),
        4,
    ),
    "process-unknown": (
        ProcessChart((ProcessRow(LONG, None, None, None, "无法推算（缺收到日期）", "unknown"),)),
        3,
    ),
    "deviation-five": (
        DeviationChart(
            (
                DeviationRow("e1 组长", -1.9, "−1.9", (-3.9, 0.1)),
                DeviationRow("e2 评委", -0.8, "−0.8", (-3.1, 1.4)),
                DeviationRow("e3 评委", 0.9, "+0.9", (-1.0, 2.8)),
                DeviationRow("e4 评委", 2.0, "+2.0", (1.0, 3.0), "偏高"),
                DeviationRow("e5", 0.0, "0.0"),
            )
        ),
        16,
    ),
    "heatmap-areas": (
        HeatMap(
            ("片区一", "片区二", "片区三", "片区四", "片区五"),
            tuple(
                HeatRow(name, (1.0, 0.8, 0.5, 0.0, None), ("100.0%", "80.0%", "50.0%", "0.0%", "—"))
                for name in ("低保对象", "特困人员", "计划生育特殊家庭老年人")
            ),
        ),
        20,
    ),
    "heatmap-long": (
        HeatMap((LONG,) * 8, tuple(HeatRow(LONG, (0.1,) * 8, ("10.0%",) * 8) for _ in range(17))),
        100,
    ),
    "tornado-published": (
        TornadoChart(
            (
                TornadoRow("购买方评分（20分）", 84.22, 85.25, "84.22", "85.25"),
                TornadoRow("服务质量（20分）", 84.31, 85.26, "84.31", "85.26"),
                TornadoRow("监督方评分（10分）", 84.63, 84.89, "84.63", "84.89"),
            ),
            84.76,
            "总分 84.76",
        ),
        10,
    ),
    "dots-a-district": (
        DotChart(
            tuple(Dot(75 + (n * 37 % 160) / 10, n == 3) for n in range(16)),
            (Limit("中位数 83.31", 83.31, strong=True), Limit("良好 80", 80), Limit("优秀 90", 90)),
        ),
        7,
    ),
    "dots-all-equal": (DotChart(tuple(Dot(84.76) for _ in range(176)), (Limit("中位数 84.76", 84.76),)), 3),
    "dots-one": (DotChart((Dot(0.0),)), 2),
    "funnel-a-district": (
        FunnelChart(
            (
                FunnelDot("示例社会工作服务中心四", 8, 82.09),
                FunnelDot("示例社会工作服务中心一", 5, 84.97),
                FunnelDot("示例社会工作服务中心三", 3, 87.75, beyond=True),
            ),
            84.05,
            3.92,
        ),
        10,
    ),
    "funnel-crowded": (FunnelChart(tuple(FunnelDot(LONG, 1 + n % 3, 84.0) for n in range(9)), 84.0, 4.0), 12),
    "waterfall-two-assessments": (
        WaterfallChart(
            84.76,
            "84.76",
            "2024年中期",
            (
                WaterfallStep("服务质量", 1.2, "+1.20"),
                WaterfallStep("购买方评分", -0.5, "−0.50"),
                WaterfallStep("监督方评分", 0.0, "0.00"),
            ),
            85.46,
            "85.46",
            "2024年末期",
        ),
        8,
    ),
    "waterfall-still": (
        WaterfallChart(100, "100", LONG, (WaterfallStep(LONG, 0.0, "0.00"),), 100, "100", LONG),
        6,
    ),
    "tornado-still": (
        TornadoChart((TornadoRow(LONG, 100.0, 100.0, "100.00", "100.00"),), 100.0, "总分 100"),
        4,
    ),
    "deviation-none": (DeviationChart((DeviationRow("e1", 0.0, "0.0", (0.0, 0.0)),)), 5),
    "deviation-long": (
        DeviationChart(tuple(DeviationRow(LONG, 99.9, "+99.9", (-100.0, 100.0), "偏高") for _ in range(12))),
        40,
    ),
    "lost-none": (LostMarksChart(tuple(LostRow(f"指标{n}", 0.0, "0.00", "—") for n in range(40))), 120),
    "lost-long": (LostMarksChart((LostRow(LONG, 1000.0, "1000.00", "占失分100.0%"),)), 4),
}
CASES = PUBLISHED | STRESS
cases = pytest.mark.parametrize("case", CASES)


def drawn(case: str) -> Figure:
    chart, _ = CASES[case]
    return DRAW[type(chart)](chart)


def svg_of(case: str) -> str:
    return theme.to_svg(drawn(case), case, f"图：{case}")


def printed(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


# What a reader sees


@cases
def test_no_text_leaves_the_picture_or_touches_another(case: str) -> None:
    figure = drawn(case)
    assert len(visible_texts(figure)) >= CASES[case][1]
    assert clipped_texts(figure) == []
    assert overlapping_texts(figure) == []


@cases
def test_every_text_is_legible_on_what_lies_behind_it(case: str) -> None:
    figure = drawn(case)
    assert low_contrast_texts(figure) == []
    assert crossed_texts(figure) == []


@cases
def test_text_is_large_enough_and_set_in_the_one_face(case: str) -> None:
    for text in visible_texts(drawn(case)):
        assert text.get_fontsize() >= 12
        assert text.get_fontfamily() == [theme.FONT_FAMILY]


@pytest.mark.parametrize("case", PUBLISHED)
def test_a_narrow_column_still_holds_every_text_of_the_published_case(case: str) -> None:
    chart, _ = PUBLISHED[case]
    figure = DRAW[type(chart)](chart, width=600)
    assert clipped_texts(figure) == []
    assert overlapping_texts(figure) == []


def test_the_checks_see_a_text_that_is_cut_or_covered_or_pale_or_crossed() -> None:
    canvas = Canvas(200, 100)
    canvas.text(180, 10, "伸出边缘的文字")
    canvas.text(10, 50, "上面的文字")
    canvas.text(30, 52, "下面的文字")
    canvas.bar(10, 100, 80, 20, theme.BLUE)
    canvas.text(20, 80, "暗底", color=theme.INK)
    canvas.text(130, 80, "压线")
    canvas.upright(140, 60, 100, theme.INK)
    figure = canvas.figure
    assert clipped_texts(figure) == ["伸出边缘的文字"]
    assert overlapping_texts(figure) == [("上面的文字", "下面的文字")]
    assert [text for text, _ in low_contrast_texts(figure)] == ["暗底", "压线"]
    assert crossed_texts(figure) == ["压线"]


# What the page receives


@cases
def test_the_svg_is_small(case: str) -> None:
    assert len(svg_of(case).encode()) < (12_000 if case in PUBLISHED else 40_000)


@cases
def test_the_svg_brings_nothing_that_reaches_beyond_itself(case: str) -> None:
    svg = svg_of(case)
    root = ElementTree.fromstring(svg)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "text", "path", "g", "defs", "pattern", "rect"}
    assert svg.startswith("<svg ")
    assert svg.count("http") == svg.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert re.findall(r"font-family=\"([^\"]*)\"", svg) == [theme.FONT_FAMILY]


@cases
def test_ids_belong_to_their_figure_and_every_reference_is_met(case: str) -> None:
    svg = svg_of(case)
    ids = re.findall(r'\bid="([^"]*)"', svg)
    assert len(ids) == len(set(ids)) >= 1
    assert all(name.startswith(f"{case}-") for name in ids)
    assert set(re.findall(r"url\(#([^)]*)\)", svg)) | {f"{case}-title"} == set(ids)


def test_the_picture_has_a_name_for_those_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(theme.to_svg(drawn("areas"), "areas", 'A < B & "C"'))
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == 'A < B & "C"'
    assert root.get("aria-labelledby") == root[0].get("id") == "areas-title"
    assert root.get("width") == "720"
    assert root.get("viewBox") == f"0 0 720 {root.get('height')}"


@pytest.mark.parametrize("name", ["", "1a", "a b", 'a"b', "A", "a/b"])
def test_a_name_that_cannot_be_an_id_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="figure name"):
        theme.to_svg(theme.new_figure(10, 10), name, "图")


# Hostile text

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "style-end": "</style></svg>",
    "mathtext": "$x^2$ 与 $\\frac{1}{2}$",
    "unfinished-mathtext": "$x^{",
    "escaped-dollar": r"\$5",
    "entities": "&lt;b&gt; & \"'",
    "comment": "<!-- a --> ]]>",
    "template": "{{7*7}} {%x%}",
    "percent": "%s %d",
    "reference": "url(#areas-title)",
}


def hostile_charts(text: str) -> list[Any]:
    day = date(2024, 3, 1)
    return [
        ComponentsChart((ComponentRow(text, "甲", 0.5, text, text, text),), (BandLine(text, 0.5),)),
        AreasChart((AreaRow(text, 1.0, text),), 1.0, text),
        ProgressChart((ProgressRow(text, 0.5, text, "ahead"),), 0.3, text),
        SatisfactionChart(
            0.5, text, (IntervalRow(text, 0.4, 0.6, text, text),), (ResponseBand(text, 1.0, text),), text
        ),
        ProcessChart((ProcessRow(text, day, day, day, text, "done"),), day, text),
        LostMarksChart((LostRow(text, 1.0, text, text),)),
    ]


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_text_is_printed_as_it_stands(attack: str) -> None:
    text = HOSTILE[attack]
    for chart in hostile_charts(text):
        svg = theme.to_svg(DRAW[type(chart)](chart), "hostile", text)
        everything = "".join(printed(svg)).replace(" ", "")
        expected = text.replace(" ", "")
        times = {"ProgressChart": 2, "AreasChart": 3}.get(type(chart).__name__, 2)
        assert everything.count(expected) >= times, type(chart)
        title = ElementTree.fromstring(svg)[0]
        assert title.text == text


def test_control_characters_become_spaces() -> None:
    chart = LostMarksChart((LostRow("甲\x00乙\n丙\u202e丁\ud800", 1.0, "1", ""),))
    assert printed(theme.to_svg(components.draw_lost(chart), "c", "\x07图"))[0] == "甲 乙 丙 丁"


# The same again


def digests() -> dict[str, str]:
    return {case: hashlib.sha256(svg_of(case).encode()).hexdigest() for case in CASES}


def test_drawing_twice_gives_the_same_bytes_in_this_and_in_another_process() -> None:
    first = digests()
    assert digests() == first
    code = "import test_charts; print(sorted(test_charts.digests().items()))"
    here = Path(__file__).resolve()
    other = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ
        | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join([str(here.parent), str(here.parents[2])])},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert other.stdout.strip() == str(sorted(first.items()))


def test_one_figure_can_be_written_twice_and_keeps_its_canvas() -> None:
    figure = drawn("process")
    canvas = figure.canvas
    assert theme.to_svg(figure, "a", "图") == theme.to_svg(figure, "a", "图")
    assert figure.canvas is canvas


def test_the_callers_own_matplotlib_settings_change_nothing_and_stay_as_they_were() -> None:
    plain = svg_of("progress")
    own = {
        "font.size": 30,
        "text.usetex": True,
        "lines.linewidth": 9,
        "hatch.linewidth": 9,
        "svg.hashsalt": "x",
    }
    own |= {"figure.facecolor": "black", "path.sketch": (1, 2, 3), "svg.fonttype": "path"}
    with matplotlib.rc_context(own):
        before = settings()
        assert svg_of("progress") == plain
        assert settings() == before


def settings() -> dict[str, Any]:
    # Asking for the back end would choose one.
    return {key: value for key, value in matplotlib.rcParams.items() if key != "backend"}


# What the marks mean


def bars(figure: Figure, color: str) -> list[Rectangle]:
    found = [patch for patch in figure.findobj(Rectangle) if patch is not figure.patch]
    return [bar for bar in found if to_hex(bar.get_facecolor()) == color]


def uprights(figure: Figure, width: float) -> list[float]:
    """The places of vertical lines of one width, from left to right."""
    lines = [line for line in figure.findobj(Line2D) if line.get_linewidth() == width]
    return sorted(float(line.get_xdata()[0]) for line in lines)


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in visible_texts(figure)]


def test_a_component_bar_is_as_long_a_part_of_its_track_as_its_rate() -> None:
    figure = components.draw(COMPONENTS)
    track = bars(figure, theme.TINT)[0].get_width()
    flagged = [bar.get_width() / track for bar in bars(figure, theme.WARNING)]
    assert flagged == pytest.approx([0.74, 0.7525])
    others = [bar.get_width() / track for bar in bars(figure, theme.BLUE)]
    assert others == pytest.approx([0.946, 0.9, 0.95, 0.81, 0.9])


def test_every_warning_colour_has_its_mark_so_that_copies_in_grey_still_say_it() -> None:
    assert texts(components.draw(COMPONENTS)).count(theme.WARNING_MARK) == 2
    behind_and_key = 3 + 1
    assert texts(progress.draw(PROGRESS)).count(theme.WARNING_MARK) == behind_and_key
    assert any(text.startswith("▼ 2024-03-13") for text in texts(process.draw(PROCESS)))


def test_a_party_with_one_component_of_its_own_name_is_named_once() -> None:
    found = texts(components.draw(COMPONENTS))
    assert found.count("购买方") == 1
    assert found.count(THIRD) == 1


def test_no_area_is_marked_and_all_have_one_colour() -> None:
    figure = areas.draw(AREAS)
    assert {to_hex(dot.get_facecolor()) for dot in figure.findobj(Circle)} == {theme.BLUE}
    assert theme.WARNING_MARK not in "".join(texts(figure))
    assert texts(figure).count("14.45") == 2


def test_a_rate_of_five_hundred_percent_is_cut_with_a_break_and_does_not_flatten_the_rest() -> None:
    figure = progress.draw(PROGRESS)
    assert len(breaks(figure)) == 1
    assert "500.81%" in texts(figure)
    track = bars(figure, theme.TINT)[0].get_width()
    outlined = [bar for bar in figure.findobj(Rectangle) if bar.get_hatch() and bar.get_width() > 50]
    assert [bar.get_width() / track for bar in outlined] == pytest.approx([1.1])
    assert len(bars(figure, theme.BLUE)) == 8


def breaks(figure: Figure) -> list[Patch]:
    return list(figure.findobj(lambda artist: type(artist) is Polygon))


def test_a_rate_at_the_cap_is_not_broken() -> None:
    chart = ProgressChart((ProgressRow("家访", 1.1, "110.00%", "ahead"),))
    assert breaks(progress.draw(chart)) == []


def test_an_indicator_without_data_has_no_bar_and_says_so() -> None:
    figure = progress.draw(ProgressChart((ProgressRow("家访", None, "", "missing"),)))
    assert progress.NOT_PROVIDED in texts(figure)
    assert bars(figure, theme.BLUE) == bars(figure, theme.TINT) == []


def test_without_elapsed_time_there_is_no_line_and_no_word_of_it() -> None:
    with_line = progress.draw(PROGRESS)
    without = progress.draw(ProgressChart(PROGRESS.rows))
    assert len(uprights(with_line, 1.3)) == 1
    assert uprights(without, 1.3) == []
    assert not any(text.startswith("序时进度") for text in texts(without))


def test_the_key_explains_only_marks_that_occur() -> None:
    rows = (ProgressRow("家访", 0.6, "60.00%", "ahead"),)
    assert progress.KEY["behind"].text not in texts(progress.draw(ProgressChart(rows)))
    assert progress.KEY["behind"].text in texts(progress.draw(PROGRESS))


def test_two_answers_of_a_hundred_and_eleven_are_named_with_a_leader() -> None:
    figure = satisfaction.draw(SATISFACTION)
    assert "85%–95%：2人" in texts(figure)
    assert "95%以上：109人" in texts(figure)


def test_a_band_nobody_chose_has_no_part_of_the_bar() -> None:
    chart = SatisfactionChart(0.9, "90%", SATISFACTION.intervals, bands_of(1, 0, 1))
    assert not any("0人" in text for text in texts(satisfaction.draw(chart)))


@pytest.mark.parametrize("due", [None, date(2024, 3, 20)])
def test_a_step_whose_time_limit_cannot_be_computed_is_a_note_in_grey(due: date | None) -> None:
    chart = ProcessChart((ProcessRow("确认", None, due, None, "无法推算（缺收到日期）", "unknown"),))
    figure = process.draw(chart)
    assert len(figure.findobj(Rectangle)) == 1  # the background
    note = next(text for text in visible_texts(figure) if text.get_text().startswith("无法推算"))
    assert note.get_color() == theme.GREY


def test_a_day_on_the_axis_stands_where_its_tick_stands() -> None:
    figure = process.draw(PROCESS)
    today = uprights(figure, 1.3)[-1]
    tick = next(text for text in visible_texts(figure) if text.get_text() == "3月18日")
    assert today == pytest.approx(tick.get_position()[0], abs=0.6)


@pytest.mark.parametrize("chart", [type(chart) for chart, _ in PUBLISHED.values()], ids=lambda c: c.__name__)
def test_a_chart_without_rows_is_an_empty_picture_not_an_error(chart: type) -> None:
    fields: dict[type, tuple[Any, ...]] = {
        AreasChart: ((), 15.0, "平均 15.00"),
        SatisfactionChart: (0.9, "满意率 90.0%", ()),
    }
    figure = DRAW[chart](chart(*fields.get(chart, ((),))))
    assert theme.to_svg(figure, "empty", "图").endswith("</svg>")


# Layout


def test_a_cut_label_fits_and_says_that_it_was_cut() -> None:
    cut = layout.truncate(LONG, 100)
    assert cut.endswith("…")
    assert 80 < layout.text_width(cut) <= 100
    assert layout.truncate("家访", 100) == "家访"


def test_a_wrapped_label_breaks_after_a_mark_and_loses_nothing() -> None:
    label = "片区二 大龙、岐山、塍边、小龙、莲塘"
    lines = layout.wrap(label, 150)
    assert lines == ("片区二 大龙、岐山、", "塍边、小龙、莲塘")


@pytest.mark.parametrize("width", range(40, 140, 7))
def test_no_line_begins_with_a_closing_mark(width: int) -> None:
    lines = layout.wrap(LONG, width, lines=100)
    assert "".join(lines) == LONG
    assert not [line for line in lines if line[0] in "、，）"]
    assert all(layout.text_width(line) <= width for line in lines)


@pytest.mark.parametrize("module", [areas, layout, satisfaction], ids=lambda m: m.__name__)
def test_the_examples_in_the_docstrings_hold(module: Any) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("days", [0, 1, 6, 30, 100, 400, 3000, 20000])
def test_date_ticks_are_never_more_than_fit(days: int) -> None:
    first = date(2023, 12, 20)
    last = first + timedelta(days=days)
    found = layout.date_ticks(first, last, 6)
    assert 0 < len(found) <= 7
    assert all(first <= tick.day <= last for tick in found)
