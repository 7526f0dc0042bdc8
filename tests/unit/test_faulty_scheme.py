"""Faulty schemes: the rules of Guangzhou broken in a copy, each break refused by its line and its number."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.project import scheme_path
from sweval.intake.scheme_file import load_scheme, read_scheme

ID: Final = "guangzhou-2023"
FILE: Final = f"{ID}.yaml"


@pytest.fixture(scope="module")
def valid(root: Path) -> str:
    """The scheme's text as the project ships it."""
    return (root / "params" / "schemes" / FILE).read_text(encoding="utf-8")


def broken(valid: str, swaps: tuple[tuple[str, str], ...]) -> str:
    """Other text in place of the only place where each first text stands."""
    text = valid
    for old, new in swaps:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def refusal(folder: Path, text: str, file: str = f"{ID}.yaml") -> tuple[Fault, ...]:
    path = folder / file
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    return refused.value.faults


def line_of(text: str, start: str, after: str = "") -> int:
    """The line that begins with ``start``, the first below the line that begins with ``after``."""
    lines = [line.strip() for line in text.splitlines()]
    first = next(n for n, line in enumerate(lines) if line.startswith(after)) if after else 0
    return next(n for n, line in enumerate(lines) if n >= first and line.startswith(start)) + 1


@dataclass(frozen=True)
class Break:
    """A change, and its fault: its place by the line's beginning, its key and its problem."""

    swaps: tuple[tuple[str, str], ...]
    at: str
    below: str
    key: str
    problem: str
    remedy: str


def change(
    old: str,
    new: str,
    *more: tuple[str, str],
    at: str,
    below: str = "",
    key: str,
    problem: str,
    remedy: str = "请",
) -> Break:
    return Break(((old, new), *more), at, below, key, problem, remedy)


MONITORING: Final = "name: 服务监测\n        section: outcome\n        full_mark: 10"
QUALITY: Final = "        by: area\n"

BREAKS: Final[dict[str, Break]] = {
    "children that do not add up to their parent": change(
        MONITORING,
        "name: 服务监测\n        full_mark: 11",
        at="- id: monitoring",
        key="tree[1].children",
        problem="“第三方评估机构”下级标准分合计56，与本级55不符",
        remedy="合计相符",
    ),
    "a total no party adds up to": change(
        "total: 100",
        "total: 110",
        at="- id: third_party",
        key="tree",
        problem="合计100，与总分110不符",
        remedy="合计相符",
    ),
    "a party with too many marks": change(
        "name: 督导中心\n    full_mark: 15",
        "name: 督导中心\n    full_mark: 16.5",
        at="- id: third_party",
        key="tree",
        problem="合计101.5，与总分100不符",
    ),
    "one id for two components": change(
        "id: outcome",
        "id: monitoring",
        at="- id: monitoring",
        below="name: 服务监测",
        key="tree[1].children[2].id",
        problem="编号“monitoring”重复",
        remedy="不同",
    ),
    "one id for a party and a component": change(
        "- id: bureau",
        "- id: quality",
        at="- id: quality",
        below="- id: supervision_centre",
        key="tree[4].id",
        problem="编号“quality”重复",
    ),
    "one id for two grades": change(
        "id: pass",
        "id: good",
        at="- id: good",
        below="name: 良好",
        key="bands[3].id",
        problem="编号“good”重复",
    ),
    "one id for two vetoes": change(
        "id: finance_fail",
        "id: professional_fail",
        at="- id: professional_fail",
        below="name: 专业评估不合格",
        key="vetoes[7].id",
        problem="编号“professional_fail”重复",
    ),
    "one id for two limits": change(
        "- id: report\n",
        "- id: feedback\n",
        at="- id: feedback",
        below="name: 反馈初评意见",
        key="time_limits[2].id",
        problem="编号“feedback”重复",
    ),
    "a gap between two grades": change(
        "below: 80",
        "below: 79",
        at="- id: excellent",
        key="bands",
        problem="79分至80分（不含）没有等级",
        remedy="下限",
    ),
    "a gap of a hundredth of a mark": change(
        "below: 80",
        "below: 79.99",
        at="- id: excellent",
        key="bands",
        problem="79.99分至80分（不含）没有等级",
    ),
    "a gap at nought": change(
        "floor: 0\n",
        "floor: 5\n",
        at="- id: excellent",
        key="bands",
        problem="0分至5分没有等级",
        remedy="0分起",
    ),
    "grades that overlap": change(
        "below: 80",
        "below: 81",
        at="- id: excellent",
        key="bands",
        problem="“合格”与“良好”在80分处重叠",
        remedy="下限",
    ),
    "a grade without an upper limit below another": change(
        "    below: 90\n", "", at="- id: excellent", key="bands", problem="“良好”与“优秀”在90分处重叠"
    ),
    "a highest grade that ends below the total": change(
        "name: 优秀\n    floor: 90\n",
        "name: 优秀\n    floor: 90\n    below: 98\n",
        at="- id: excellent",
        key="bands",
        problem="98分至100分没有等级",
        remedy="不填 below",
    ),
    "a highest grade that ends at the total": change(
        "name: 优秀\n    floor: 90\n",
        "name: 优秀\n    floor: 90\n    below: 100\n",
        at="- id: excellent",
        key="bands",
        problem="100分没有等级",
        remedy="不填 below",
    ),
    "a grade upside down": change(
        "floor: 80\n    below: 90",
        "floor: 90\n    below: 80",
        at="- id: good",
        key="bands[2]",
        problem="“良好”的上限不高于下限",
        remedy="上限与 floor",
    ),
    "a failing grade above others": change(
        "    failing: 是\n",
        "",
        ("name: 优秀\n    floor: 90\n", "name: 优秀\n    floor: 90\n    failing: 是\n"),
        at="- id: excellent",
        key="bands",
        problem="不是最低等级",
        remedy="最低等级",
    ),
    "no failing grade": change(
        "    failing: 是\n",
        "",
        at="- id: excellent",
        key="bands",
        problem="应当且只应有一个等级",
        remedy="不合格等级",
    ),
    "two failing grades": change(
        "below: 80\n",
        "below: 80\n    failing: 是\n",
        at="- id: excellent",
        key="bands",
        problem="应当且只应有一个等级",
    ),
    "a veto without the threshold of a stage": change(
        "      final: 10\n",
        "",
        at="midterm: 5",
        key="vetoes[2].thresholds",
        problem="缺末期评估的界限",
        remedy="final",
    ),
    "a veto without any threshold": change(
        "    thresholds:\n      midterm: 3\n      final: 6\n",
        "    thresholds: {final: 6}\n",
        at="thresholds: {final: 6}",
        key="vetoes[3].thresholds",
        problem="缺中期评估的界限",
        remedy="midterm",
    ),
    "a threshold of an unknown stage": change(
        "      final: 10\n",
        "      finale: 10\n",
        at="finale: 10",
        key="vetoes[2].thresholds.finale",
        problem="不是可填的值",
        remedy="final",
    ),
    "a count held against a share": change(
        "measure: staff_shortage",
        "measure: personnel_share",
        at="measure: personnel_share",
        key="vetoes[2].measure",
        problem="与 kind 不配",
        remedy="staff_shortage、certified_shortfall",
    ),
    "a share held against a count": change(
        "measure: personnel_share",
        "measure: certified_shortfall",
        at="measure: certified_shortfall",
        below="- id: personnel_share",
        key="vetoes[4].measure",
        problem="与 kind 不配",
        remedy="personnel_share",
    ),
    "overdue told by a shortage of staff": change(
        "measure: overdue_rectification",
        "measure: staff_shortage",
        at="measure: staff_shortage",
        below="- id: late_rectification",
        key="vetoes[5].measure",
        problem="与 kind 不配",
        remedy="overdue_rectification",
    ),
    "a veto called like a state": change(
        "id: finance_fail",
        "id: triggered",
        at="- id: triggered",
        key="vetoes[7].id",
        problem="“triggered”是认定状态的名称",
        remedy="其他编号",
    ),
    "an unknown measure": change(
        "measure: staff_shortage",
        "measure: staff_short",
        at="measure: staff_short",
        key="vetoes[2].measure",
        problem="不是可填的值",
        remedy="staff_shortage",
    ),
    "a computed veto without its measure": change(
        "    measure: personnel_share\n",
        "",
        at="- id: personnel_share",
        key="vetoes[4].measure",
        problem="未写明由什么计算",
        remedy="personnel_share",
    ),
    "a share above one": change(
        "midterm: 0.80",
        "midterm: 80",
        at="midterm: 80",
        key="vetoes[4].thresholds",
        problem="应在0与1之间",
        remedy="0.80",
    ),
    "a declared veto with a measure": change(
        "name: 财务评估不合格\n    kind: declared\n",
        "name: 财务评估不合格\n    kind: declared\n    measure: personnel_share\n",
        at="- id: finance_fail",
        key="vetoes[7]",
        problem="不应有计算量或界限",
        remedy="删去",
    ),
    "an unknown kind of veto": change(
        "kind: ratio_below",
        "kind: ratio",
        at="kind: ratio",
        key="vetoes[4].kind",
        problem="不是可填的值",
        remedy="ratio_below",
    ),
    "a negative full mark": change(
        MONITORING,
        "name: 服务监测\n        full_mark: -10",
        at="full_mark: -10",
        key="tree[1].children[1].full_mark",
        problem="小于允许的最小值 0",
        remedy="数值",
    ),
    "a full mark that is no number": change(
        MONITORING,
        MONITORING.replace("10", "nan"),
        at="full_mark: nan",
        key="tree[1].children[1].full_mark",
        problem="不是数字",
        remedy="阿拉伯数字",
    ),
    "a full mark beyond all bounds": change(
        MONITORING,
        MONITORING.replace("10", "1e400"),
        at="full_mark: 1e400",
        key="tree[1].children[1].full_mark",
        problem="不是数字",
        remedy="阿拉伯数字",
    ),
    "a negative weight": change(
        MONITORING,
        MONITORING.replace("full_mark: 10", "weight: -2"),
        at="weight: -2",
        key="tree[1].children[1].weight",
        problem="小于允许的最小值 0",
        remedy="检查数值",
    ),
    "a leaf with a way to score it that there is not": change(
        MONITORING,
        MONITORING + "\n        rule: {kind: guess}",
        at="rule: {kind: guess}",
        key="tree[1].children[1].rule",
        problem="没有这种评分办法",
        remedy="direct、levels、checklist",
    ),
    "a leaf without its way to score it": change(
        MONITORING,
        MONITORING + "\n        rule: {scale: 5}",
        at="rule: {scale: 5}",
        key="tree[1].children[1].rule",
        problem="没有写明 kind",
        remedy="docs/schemes.md",
    ),
    "a fault within a way to score": change(
        MONITORING,
        MONITORING + "\n        rule: {kind: steps, steps: [{at_least: sixty, marks: 10}]}",
        at="rule: {kind: steps",
        key="tree[1].children[1].rule.steps[1].at_least",
        problem="不是数字",
        remedy="阿拉伯数字",
    ),
    "a full mark in words": change(
        "total: 100", "total: 一百", at="total: 一百", key="total", problem="不是数字", remedy="阿拉伯数字"
    ),
    "a party scored by area": change(
        "name: 第三方评估机构\n",
        "name: 第三方评估机构\n    by: area\n",
        at="by: area",
        key="tree[1].by",
        problem="有下级的评估内容不直接评分，by 不起作用",
        remedy="移到末级",
    ),
    "a way to combine that there is not": change(
        "way: mean\n          missing: refuse",
        "way: mode\n          missing: refuse",
        at="way: mode",
        key="tree[1].children[4].areas.way",
        problem="不是可填的值",
        remedy="mean",
    ),
    "a limit that starts after itself": change(
        "start: report_received",
        "start: notice_start",
        at="start: notice_start",
        key="time_limits[3].start",
        problem="起算环节不在本环节之前",
        remedy="之前的环节",
    ),
    "a limit that starts with itself": change(
        "start: notice_start",
        "start: notice_end",
        at="start: notice_end",
        key="time_limits[4].start",
        problem="起算环节不在本环节之前",
    ),
    "a limit of no days": change(
        "days: 10", "days: 0", at="days: 0", key="time_limits[2].days", problem="小于允许的最小值 1"
    ),
    "two weights for siblings with marks": change(
        MONITORING,
        MONITORING.replace("full_mark: 10", "weight: 2"),
        at="- id: monitoring",
        key="tree[1].children",
        problem="同级有的填标准分，有的填权重",
        remedy="同一种",
    ),
    "a limit of an unknown step": change(
        "- id: confirmation\n",
        "- id: confirm\n",
        at="- id: confirm",
        key="time_limits[3].id",
        problem="不是可填的值",
        remedy="confirmation",
    ),
    "a limit of half a day": change(
        "days: 10",
        "days: 10.5",
        at="days: 10.5",
        key="time_limits[2].days",
        problem="不是整数",
        remedy="阿拉伯数字",
    ),
    "rounding to seven places": change(
        "places: 2", "places: 7", at="places: 7", key="rounding.places", problem="小数位数过多", remedy="0至6"
    ),
    "rounding in a way there is not": change(
        "mode: half_up",
        "mode: half-up",
        at="mode: half-up",
        key="rounding.mode",
        problem="不是可填的值",
        remedy="half_up",
    ),
    "an unknown key": change(
        "combining_source:",
        "combining_sources: x\ncombining_source:",
        at="combining_sources:",
        key="combining_sources",
        problem="没有这一项",
        remedy="拼写",
    ),
    "an unknown key of a component": change(
        QUALITY,
        QUALITY + "        wait: 2\n",
        at="wait: 2",
        key="tree[1].children[4].wait",
        problem="没有这一项",
        remedy="拼写",
    ),
    "a missing key": change(
        "city: 广州市\n", "", at='schema: "1"', key="city", problem="必填而没有填", remedy="补填"
    ),
    "a missing key of a party": change(
        "    name: 督导中心\n",
        "",
        at="- id: supervision_centre",
        key="tree[3].name",
        problem="必填而没有填",
        remedy="补填",
    ),
    "a rule without its source": change(
        "bands_source: 石碁镇中期评估报告（2024）一（五）、四\n",
        "",
        at='schema: "1"',
        key="bands_source",
        problem="必填而没有填",
        remedy="补填",
    ),
    "another version of the format": change(
        'schema: "1"', 'schema: "2"', at='schema: "2"', key="schema", problem="不是可填的值", remedy="1"
    ),
    "an id that differs from the file name": change(
        f"id: {ID}",
        "id: guangzhou-2024",
        at="id: guangzhou-2024",
        key="id",
        problem="与文件名不符",
        remedy=ID,
    ),
    "a key twice": change(
        "city: 广州市\n",
        "city: 广州市\ncity: 佛山市\n",
        at="city: 佛山市",
        key="city",
        problem="同一个键写了两次",
        remedy="删去一个",
    ),
    "an alias": change(
        "city: 广州市", "city: *city", at="city: *city", key="", problem="不接受别名", remedy="写全"
    ),
    "a tag": change(
        "total: 100", "total: !!int 100", at="total: !!int 100", key="", problem="不接受标签", remedy="删去"
    ),
}


@pytest.mark.parametrize("fault", BREAKS.values(), ids=BREAKS)
def test_a_break_is_named_with_its_line_and_its_number(fault: Break, valid: str, tmp_path: Path):
    text = broken(valid, fault.swaps)
    faults = refusal(tmp_path, text)
    assert [(f.file, f.row, f.column) for f in faults] == [
        (FILE, line_of(text, fault.at, fault.below), fault.key)
    ]
    assert fault.problem in faults[0].problem
    assert re.search(r"[\u4e00-\u9fff]", faults[0].problem)
    assert fault.remedy in faults[0].remedy


def test_the_copy_is_valid_before_it_is_broken(valid: str, scheme: Scheme, tmp_path: Path):
    path = tmp_path / f"{ID}.yaml"
    path.write_text(valid, encoding="utf-8")
    assert read_scheme(path) == scheme


def test_a_scheme_under_another_name_is_refused(valid: str, tmp_path: Path):
    (fault,) = refusal(tmp_path, valid, "foshan-2024.yaml")
    assert (fault.file, fault.row, fault.column, fault.value) == (
        "foshan-2024.yaml",
        line_of(valid, "id:"),
        "id",
        ID,
    )
    assert "foshan-2024" in fault.remedy


def test_a_component_worth_nothing_is_named_as_well_as_the_sum_it_spoils(valid: str, tmp_path: Path):
    text = broken(valid, ((MONITORING, "name: 服务监测\n        full_mark: 0"),))
    faults = refusal(tmp_path, text)
    assert [(f.column, f.row) for f in faults] == [
        ("tree[1].children", line_of(text, "- id: monitoring")),
        ("tree[1].children[1].full_mark", line_of(text, "full_mark: 0")),
    ]
    assert "合计45，与本级55不符" in faults[0].problem
    assert faults[1].problem == "标准分应大于0"


SEVERAL: Final = (
    "a total no party adds up to",
    "children that do not add up to their parent",
    "a gap between two grades",
    "no failing grade",
    "one id for two vetoes",
    "a veto without the threshold of a stage",
    "a limit that starts after itself",
    "rounding to seven places",
    "a party scored by area",
)


def test_several_breaks_at_once_are_all_named(valid: str, tmp_path: Path):
    swaps = tuple(swap for name in SEVERAL for swap in BREAKS[name].swaps)
    text = broken(valid, swaps)
    started = time.perf_counter()
    faults = refusal(tmp_path, text)
    assert time.perf_counter() - started < 1
    assert len(faults) == len(SEVERAL)
    for name in SEVERAL:
        fault = BREAKS[name]
        row = line_of(text, fault.at, fault.below)
        assert any(f.row == row and f.column == fault.key and fault.problem in f.problem for f in faults), (
            name
        )
    assert list(faults) == sorted(faults, key=lambda fault: fault.order)


def test_several_wrong_values_at_once_are_all_named(valid: str, tmp_path: Path):
    names = (
        "an unknown measure",
        "a negative full mark",
        "an unknown key",
        "a missing key",
        "a limit of half a day",
    )
    text = broken(valid, tuple(swap for name in names for swap in BREAKS[name].swaps))
    faults = refusal(tmp_path, text)
    assert sorted((f.row, f.column) for f in faults) == sorted(
        (line_of(text, BREAKS[name].at, BREAKS[name].below), BREAKS[name].key) for name in names
    )


@pytest.mark.parametrize(
    ("slip", "line", "words"),
    [
        ("id: x\nname：甲\ncity: y\n", 2, "全角冒号"),
        ("id: x\ntree:\n  - id：a\n    name: b\n", 3, "全角冒号"),
        ("id: x\nname:甲\ncity: y\n", 2, "冒号后没有空格"),
        ("id: x\ntree:\n\t- id: a\n", 3, "制表符"),
    ],
)
def test_a_slip_of_the_keyboard_is_named_where_it_was_made(slip: str, line: int, words: str, tmp_path: Path):
    (fault,) = refusal(tmp_path, slip)
    assert fault.row == line
    assert words in fault.problem


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "石碁镇",
        "a: [",
        "a: b: c",
        "\0",
        "\ufeff",
        "id: x\nschema: 1\n",
        "a: " + "[" * 60 + "]" * 60,
    ],
    ids=[
        "nothing",
        "a list",
        "a word",
        "open",
        "two colons",
        "NUL",
        "mark alone",
        "almost nothing",
        "too deep",
    ],
)
def test_what_is_no_scheme_is_refused_in_chinese(text: str, tmp_path: Path):
    faults = refusal(tmp_path, text)
    assert all(re.search(r"[\u4e00-\u9fff]", fault.problem) for fault in faults)


def test_a_scheme_in_gb18030_is_refused_with_a_hint(valid: str, tmp_path: Path):
    path = tmp_path / f"{ID}.yaml"
    path.write_bytes(valid.encode("gb18030"))
    with pytest.raises(Refused) as refused:
        read_scheme(path)
    (fault,) = refused.value.faults
    assert "UTF-8" in fault.problem
    assert "UTF-8" in fault.remedy


@pytest.mark.parametrize("scheme_id", ["../../x", "a/b", "CON", "nul", "", "."])
def test_an_id_that_could_lead_elsewhere_is_refused(scheme_id: str, root: Path):
    with pytest.raises(Refused) as refused:
        scheme_path(root, scheme_id)
    (fault,) = refused.value.faults
    assert (fault.column, fault.value) == ("scheme", scheme_id)


def test_an_unknown_scheme_is_answered_with_those_there_are(root: Path):
    with pytest.raises(Refused) as refused:
        load_scheme("guangzhou-2019", root)
    (fault,) = refused.value.faults
    assert (fault.column, fault.value, fault.problem) == ("scheme", "guangzhou-2019", "没有这个指标体系")
    assert ID in fault.remedy
