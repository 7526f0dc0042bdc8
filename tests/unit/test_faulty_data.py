"""Faulty data: each fault planted in a copy of the published case is refused by name, place and remedy."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.intake.parameters import Parameters, load_parameters
from sweval.intake.station.folder import read_station
from sweval.presentation.report.station_report import StationReport
from sweval.run.one.evaluating import refuse_claims
from tests.build import Evaluate

ID: Final = "shiqi-2024-midterm"
Edit = Callable[[Path], None]


# --- planting ---------------------------------------------------------------------------------------


def write(file: str, content: str | bytes) -> Edit:
    """The whole file anew."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return lambda folder: _write(folder / file, data)


def line(file: str, number: int, content: str) -> Edit:
    """Another line in place of one, counted from 1."""

    def edit(folder: Path) -> None:
        lines = (folder / file).read_text(encoding="utf-8").splitlines()
        lines[number - 1] = content
        _write(folder / file, ("\n".join(lines) + "\n").encode("utf-8"))

    return edit


def added(file: str, content: str) -> Edit:
    """One more line at the end."""
    return lambda folder: _write(folder / file, (folder / file).read_bytes() + f"{content}\n".encode())


def swap(file: str, old: str, new: str) -> Edit:
    """Other text in place of the only place where ``old`` stands."""

    def edit(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        _write(folder / file, text.replace(old, new).encode("utf-8"))

    return edit


def sized(file: str, size: int) -> Edit:
    """A file of so many bytes, most of them only claimed."""

    def edit(folder: Path) -> None:
        with (folder / file).open("r+b") as stream:
            stream.truncate(size)

    return edit


def recoded(file: str, encoding: str) -> Edit:
    """The same text in another encoding."""

    def edit(folder: Path) -> None:
        _write(folder / file, (folder / file).read_text(encoding="utf-8").encode(encoding))

    return edit


def gone(file: str) -> Edit:
    return lambda folder: (folder / file).unlink()


def renamed(old: str, new: str) -> Edit:
    return lambda folder: _move(folder / old, folder / new)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _move(old: Path, new: Path) -> None:
    old.rename(new)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A copy of the published case that may be spoilt."""
    return Path(shutil.copytree(root / "data" / "stations" / ID, tmp_path / ID))


def plant(folder: Path, *edits: Edit) -> None:
    for edit in edits:
        edit(folder)


def refusal(folder: Path, scheme: Scheme, **given: Any) -> tuple[Fault, ...]:
    """The faults for which the folder is refused."""
    with pytest.raises(Refused) as refused:
        read_station(folder, scheme, **given)
    return refused.value.faults


def places(faults: tuple[Fault, ...]) -> list[tuple[str, int, str, str]]:
    return [(fault.file, fault.row, fault.column, fault.value) for fault in faults]


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Everything that lies in and beside the folder, with size and time of writing."""
    found = {str(p.relative_to(folder.parent)): p.stat() for p in folder.parent.rglob("*")}
    return {name: (status.st_size, status.st_mtime_ns) for name, status in found.items()}


def chinese(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None


# --- the table of faults ----------------------------------------------------------------------------


#: The last line of the file.
LAST: Final = "$"


@dataclass(frozen=True)
class Planted:
    """What is done to the copy, and the one fault that must be named; its row by number or by its text."""

    edits: tuple[Edit, ...]
    file: str
    row: int | str
    column: str
    value: str
    problem: str
    remedy: str
    as_of: str = ""


def planted(
    *edits: Edit,
    at: tuple[str, int | str, str],
    value: str = "",
    problem: str,
    remedy: str = "请",
    as_of: str = "",
) -> Planted:
    return Planted(edits, *at, value, problem, remedy, as_of)


def place(folder: Path, fault: Planted) -> tuple[str, int, str, str]:
    """Where the fault must be found in the copy."""
    row = fault.row
    if isinstance(row, str):
        lines = (folder / fault.file).read_text(encoding="utf-8").splitlines()
        row = (
            len(lines)
            if row == LAST
            else next(n for n, t in enumerate(lines, 1) if t.strip().startswith(row))
        )
    return fault.file, row, fault.column, fault.value


def panel(second: str) -> tuple[Edit, ...]:
    """Two experts score 服务成效: the first soundly, the second as given in the last line."""
    return (
        swap("station.yaml", "experts: 5", "experts: 2"),
        write("experts.csv", "id\ne1\ne2\n"),
        line("scores.csv", 3, "outcome,,e1,11.1,"),
        added("scores.csv", f"outcome,,e2,{second},"),
    )


def only_expert(recused: str = "否") -> Edit:
    """A panel of one."""

    def edit(folder: Path) -> None:
        swap("station.yaml", "experts: 5", f"experts: {int(recused == '否')}")(folder)
        write("experts.csv", f"id,recused,reason\ne1,{recused},曾任职\n")(folder)

    return edit


def spending(start: str, end: str) -> Edit:
    head = "item,budget,spent,period_start,period_end,personnel"
    return write("finance.csv", f"{head}\n人员费用,,100,{start},{end},是\n")


def ordered(due: str) -> Edit:
    return write("rectification.csv", f"id,item,due\nr1,补建档案,{due}\n")


SCORE = ("scores.csv", LAST, "score")
UNITS = "      - {name: 长坦村, kind: village}"

CELLS: Final[dict[str, Planted]] = {
    "a score with a comma": planted(*panel('"14,45"'), at=SCORE, value="14,45", problem="不是数字"),
    "a score in full-width digits": planted(
        *panel("１４.４５"), at=SCORE, value="１４.４５", problem="不是数字"
    ),
    "a score in full width altogether": planted(
        *panel("１４．４５"), at=SCORE, value="１４．４５", problem="不是数字"
    ),
    "a score with an exponent": planted(*panel("1e3"), at=SCORE, value="1e3", problem="不是数字"),
    "a score that is not a number": planted(*panel("nan"), at=SCORE, value="nan", problem="不是数字"),
    "an infinite score": planted(*panel("inf"), at=SCORE, value="inf", problem="不是数字"),
    "a score with an underscore": planted(*panel("1_0"), at=SCORE, value="1_0", problem="不是数字"),
    "a score with a space": planted(*panel(" 11"), at=SCORE, value=" 11", problem="不是数字"),
    "a score as a percentage": planted(*panel("95%"), at=SCORE, value="95%", problem="不是数字"),
    "a score as a formula": planted(*panel("=5+6"), at=SCORE, value="=5+6", problem="不是数字"),
    "an empty score": planted(*panel(""), at=SCORE, problem="没有填评分", remedy="0分也要写0"),
    "a score above the full mark": planted(*panel("15.01"), at=SCORE, value="15.01", problem="超过标准分15"),
    "a score below nought": planted(*panel("-0.5"), at=SCORE, value="-0.5", problem="小于允许的最小值 0"),
    "an unknown component": planted(
        added("scores.csv", "outcomes,,,5,"),
        at=("scores.csv", LAST, "node"),
        value="outcomes",
        problem="没有这项评估内容",
        remedy="monitoring、outcome、",
    ),
    "a party in place of a component": planted(
        added("scores.csv", "third_party,,,50,"),
        at=("scores.csv", LAST, "node"),
        value="third_party",
        problem="没有这项评估内容",
        remedy="可填：",
    ),
    "an unknown area": planted(
        added("scores.csv", "quality,a9,,15,"),
        at=("scores.csv", LAST, "area"),
        value="a9",
        problem="没有这个片区",
        remedy="a1、a2、a3、a4、a5",
    ),
    "an unknown area in an opinion": planted(
        line("findings.csv", 21, "a1-c1,quality,a8,需求评估,concern,needs_assessment,调研不够。,evaluator,,"),
        at=("findings.csv", 21, "area"),
        value="a8",
        problem="没有这个片区",
        remedy="可填：",
    ),
    "an unknown expert": planted(
        line("scores.csv", 3, "outcome,,e9,11.1,"),
        at=("scores.csv", 3, "expert"),
        value="e9",
        problem="评委表中没有这位评委",
        remedy="experts.csv",
    ),
    "a score given twice": planted(
        added("scores.csv", "outcome,,,10.5,"),
        at=("scores.csv", LAST, "node+area+expert+rater"),
        value="outcome",
        problem="与第3行重复",
        remedy="合并或删去",
    ),
    "a score of an area given twice": planted(
        added("scores.csv", "quality,a2,,15,"),
        at=("scores.csv", LAST, "node+area+expert+rater"),
        value="quality、a2",
        problem="与第6行重复",
    ),
    "an opinion numbered like another": planted(
        added("findings.csv", "op-s1,operations,,人员管理,strength,staff,人员稳定。,evaluator,,"),
        at=("findings.csv", LAST, "id"),
        value="op-s1",
        problem="与第3行重复",
    ),
    "a component nobody scored": planted(
        line("scores.csv", 12, ""), at=("scores.csv", 0, "node"), value="bureau", problem="缺少“监督方”的评分"
    ),
    "an area nobody scored": planted(
        line("scores.csv", 9, ""), at=("scores.csv", 0, "node"), value="quality", problem="片区 a5"
    ),
    "an area for a component that has none": planted(
        added("scores.csv", "outcome,a1,,11.1,"),
        at=("scores.csv", LAST, "area"),
        value="a1",
        problem="不分片区",
        remedy="清空",
    ),
    "no area for a component scored by area": planted(
        added("scores.csv", "quality,,,15,"),
        at=("scores.csv", LAST, "area"),
        problem="按片区评分",
        remedy="补填",
    ),
    "an agreed score beside those of experts": planted(
        only_expert(),
        added("scores.csv", "outcome,,e1,11.1,"),
        at=("scores.csv", 3, "expert"),
        problem="既有合议评分又有评委个人评分",
        remedy="只保留一种",
    ),
    "all experts of a component recused": planted(
        only_expert(recused="是"),
        line("scores.csv", 3, "outcome,,e1,11.1,"),
        at=("scores.csv", 0, "node"),
        value="outcome",
        problem="缺少“服务成效”的评分",
    ),
    "spending before the contract": planted(
        spending("2023-08-31", "2024-08-23"),
        at=("finance.csv", 2, "period_start"),
        value="2023-08-31",
        problem="不在合同期（2023-09-01至2024-08-23）内",
    ),
    "spending after the contract": planted(
        spending("2023-09-01", "2024-08-24"),
        at=("finance.csv", 2, "period_end"),
        value="2024-08-24",
        problem="不在合同期",
    ),
    "spending that ends before it starts": planted(
        spending("2023-10-01", "2023-09-30"),
        at=("finance.csv", 2, "period_end"),
        value="2023-09-30",
        problem="早于开始日",
    ),
    "a month before the contract": planted(
        line("indicators.csv", 2, "home_visits,家访,人次,,1420,51.00%,2023-08"),
        at=("indicators.csv", 2, "month"),
        value="2023-08",
        problem="不在合同期",
    ),
    "a month after the contract": planted(
        line("indicators.csv", 2, "home_visits,家访,人次,,1420,51.00%,2024-09"),
        at=("indicators.csv", 2, "month"),
        value="2024-09",
        problem="不在合同期",
    ),
    "a month that no year has": planted(
        line("indicators.csv", 2, "home_visits,家访,人次,,1420,51.00%,2024-13"),
        at=("indicators.csv", 2, "month"),
        value="2024-13",
        problem="不是年月",
        remedy="2024-01",
    ),
    "a head count of a month outside the contract": planted(
        write("headcount.csv", "month,required,in_post\n2022-01,15,5\n"),
        at=("headcount.csv", 2, "month"),
        value="2022-01",
        problem="不在合同期",
    ),
    "a part of the scheme the station can't score itself on": planted(
        write("self_scores.csv", "node,score\noutcomes,5\n"),
        at=("self_scores.csv", 2, "node"),
        value="outcomes",
        problem="没有这项评估内容",
        remedy="third_party",
    ),
    "a self-evaluation above the full mark": planted(
        write("self_scores.csv", "node,score\nthird_party,54\noutcome,15.5\n"),
        at=("self_scores.csv", 3, "score"),
        value="15.5",
        problem="自评分超过标准分15",
    ),
    "one who left before she came": planted(
        write("staff.csv", "id,group,start,end\ns1,related,2023-10-01,2023-09-30\n"),
        at=("staff.csv", 2, "end"),
        value="2023-09-30",
        problem="早于到岗日（2023-10-01）",
    ),
    "a category the scheme has not, in the frame": planted(
        write("frame.csv", "id,area,categories\np1,a1,残疾人、低保对象\np2,a1,残疾人、退休人员\n"),
        at=("frame.csv", 3, "categories"),
        value="退休人员",
        problem="没有这一类服务对象",
        remedy="低保对象、特困人员",
    ),
    "a person twice in the frame": planted(
        write("frame.csv", "id\np1\np1\n"), at=("frame.csv", 3, "id"), value="p1", problem="与第2行重复"
    ),
    "a follow-up level the scheme has not": planted(
        write("frame.csv", "id,level\np1,red\n"),
        at=("frame.csv", 2, "level"),
        value="red",
        problem="没有这个跟进级别",
        remedy="请清空",
    ),
    "a category the scheme has not": planted(
        write("coverage.csv", "area,category,persons\na1,退休人员,9\n"),
        at=("coverage.csv", 2, "category"),
        value="退休人员",
        problem="没有这一类服务对象",
        remedy="可填：",
    ),
    "more on file than there are": planted(
        write("coverage.csv", "area,category,persons,on_file\na1,残疾人,9,9\na2,残疾人,9,10\n"),
        at=("coverage.csv", 3, "on_file"),
        value="10",
        problem="多于人数（9）",
    ),
    "more with a plan than there are": planted(
        write("coverage.csv", "area,category,persons,with_plan\na1,残疾人,9,10\n"),
        at=("coverage.csv", 2, "with_plan"),
        value="10",
        problem="多于人数（9）",
    ),
    "more visited than there are": planted(
        write("coverage.csv", "area,category,persons,visited\na1,残疾人,9,10\n"),
        at=("coverage.csv", 2, "visited"),
        value="10",
        problem="多于人数（9）",
    ),
    "coverage by area and for the station": planted(
        write("coverage.csv", "area,category,persons\n,困境儿童,9\na1,残疾人,9\n,残疾人,9\n"),
        at=("coverage.csv", 4, "area"),
        value="",
        problem="“残疾人”已按片区填写，又填了全站",
        remedy="请删去这一行",
    ),
    "a volume beside those of its months": planted(
        write(
            "indicators.csv",
            "id,name,unit,month,done,agreed\ngroups,小组,个,,4,8\nplans,计划,份,,,8\nplans,计划,份,2023-09,4,\n"
            "visits,家访,人次,,400,900\nvisits,家访,人次,2023-09,210,\nvisits,家访,人次,2023-10,190,\n",
        ),
        at=("indicators.csv", 5, "done"),
        value="400",
        problem="已按月填写完成量",
        remedy="请补填月份，或清空这一格",
    ),
    "a sum among what was spent": planted(
        write(
            "finance.csv",
            "item,spent,period_start,period_end,personnel\n人员费用,5,2023-09-01,2023-12-31,是\n"
            "费用合计,5,2023-09-01,2023-12-31,否\n",
        ),
        at=("finance.csv", 3, "item"),
        value="费用合计",
        problem="其他各行之和，会重复计算",
        remedy="请删去这一行",
    ),
    "a sum among answers": planted(
        write("satisfaction.csv", "mode,band_low,band_high,count\n电访,95,100,5\n小计,95,100,5\n"),
        at=("satisfaction.csv", 3, "mode"),
        value="小计",
        problem="其他各行之和，会重复计算",
    ),
    "coverage of an area there is not": planted(
        write("coverage.csv", "area,category,persons\na9,残疾人,9\n"),
        at=("coverage.csv", 2, "area"),
        value="a9",
        problem="没有这个片区",
        remedy="可填：",
    ),
    "a review by nobody known": planted(
        write("reviews.csv", "id,item,after,reason,author\nv1,评分,17,补交,somebody\n"),
        at=("reviews.csv", 2, "author"),
        value="somebody",
        problem="不是可填的值",
        remedy="可填：",
    ),
    "a rate with a space": planted(
        line("indicators.csv", 2, "home_visits,家访,人次,,1420,51.00 %,"),
        at=("indicators.csv", 2, "reported_rate"),
        value="51.00 %",
        problem="不是百分比",
        remedy="51.00%",
    ),
    "steps out of order": planted(
        line("process.csv", 4, "report,评估方,2024-02-27,是,"),
        at=("process.csv", 4, "done"),
        value="2024-02-27",
        problem="“出具评估报告”早于“实地评估”（2024-02-28）",
    ),
    "a step with a day that is not completed": planted(
        line("process.csv", 4, "report,评估方,2024-02-28,否,"),
        at=("process.csv", 4, "completed"),
        value="否",
        problem="填了完成日期却写未完成",
    ),
    "a day the calendar has not": planted(
        ordered("2024-02-30"),
        at=("rectification.csv", 2, "due"),
        value="2024-02-30",
        problem="历法上没有这一天",
    ),
    "a day written in another way": planted(
        ordered("2024/3/1"),
        at=("rectification.csv", 2, "due"),
        value="2024/3/1",
        problem="不是日期",
        remedy="2024-02-28",
    ),
    "a day before 2000": planted(
        ordered("1999-12-31"),
        at=("rectification.csv", 2, "due"),
        value="1999-12-31",
        problem="超出合理范围",
        remedy="2000-01-01",
    ),
    "a day more than two years ahead": planted(
        ordered("2026-03-01"),
        at=("rectification.csv", 2, "due"),
        value="2026-03-01",
        problem="超出合理范围",
        remedy="2026-02-28",
    ),
    "a step more than two years after the day of judging": planted(
        line("process.csv", 4, "report,评估方,2042-02-28,是,"),
        at=("process.csv", 4, "done"),
        value="2042-02-28",
        problem="超出合理范围",
        as_of="2024-03-01",
    ),
    "neither yes nor no": planted(
        line("feedback.csv", 2, "station,onsite,无,,"),
        at=("feedback.csv", 2, "objection"),
        value="无",
        problem="不是“是”或“否”",
        remedy="请填“是”或“否”",
    ),
    "a word that is none of those allowed": planted(
        line(
            "findings.csv", 21, "a1-c1,quality,a1,需求评估,concerns,needs_assessment,调研不够。,evaluator,,"
        ),
        at=("findings.csv", 21, "kind"),
        value="concerns",
        problem="不是可填的值",
        remedy="concern",
    ),
    "a count with decimals": planted(
        line("satisfaction.csv", 2, "服务对象,电访,,85,95,2.0,"),
        at=("satisfaction.csv", 2, "count"),
        value="2.0",
        problem="不是整数",
    ),
    "a band upside down": planted(
        line("satisfaction.csv", 2, "服务对象,电访,,95,85,2,"),
        at=("satisfaction.csv", 2, "band_low"),
        value="95",
        problem="分档上下限不对",
        remedy="0 ≤ 下限 < 上限 ≤ 100",
    ),
    "a band without width": planted(
        line("satisfaction.csv", 2, "服务对象,电访,,95,95,2,"),
        at=("satisfaction.csv", 2, "band_low"),
        value="95",
        problem="分档上下限不对",
        remedy="应满足",
    ),
    "a band above a hundred": planted(
        line("satisfaction.csv", 3, "服务对象,电访,,95,100.5,109,"),
        at=("satisfaction.csv", 3, "band_low"),
        value="95",
        problem="分档上下限不对",
        remedy="应满足",
    ),
    "more aware than answered": planted(
        line("satisfaction.csv", 2, "服务对象,电访,,85,95,2,3"),
        at=("satisfaction.csv", 2, "aware"),
        value="3",
        problem="知晓人数多于人数",
    ),
    "a verdict without evidence": planted(
        line("declarations.csv", 2, "staff_shortage,clear,到岗情况符合规定。,,evaluator"),
        at=("declarations.csv", 2, "evidence"),
        problem="作出认定而没有佐证材料",
        remedy="not_assessed",
    ),
    "a verdict on evidence of spaces": planted(
        line("declarations.csv", 2, "staff_shortage,clear,, 　,evaluator"),
        at=("declarations.csv", 2, "evidence"),
        value=" 　",
        problem="只有空格",
        remedy="补填",
    ),
    "an opinion on an area in a part without areas": planted(
        line("findings.csv", 3, "op-s1,operations,a1,人员管理,strength,staff,人员稳定。,evaluator,,"),
        at=("findings.csv", 3, "area"),
        value="a1",
        problem="只有服务质量部分的意见分片区",
        remedy="section",
    ),
    "a verdict on what the scheme does not know": planted(
        added("declarations.csv", "staff_short,not_assessed,,,"),
        at=("declarations.csv", LAST, "veto"),
        value="staff_short",
        problem="没有这种情形",
        remedy="staff_shortage",
    ),
    "a rate to check without the rate": planted(
        added("claims.csv", "x,station,rate,占比,,二,,,,15,,,,"),
        at=("claims.csv", LAST, "printed"),
        problem="核对百分比须填原文所印百分比",
    ),
    "a rate to check in words": planted(
        added("claims.csv", "x,station,rate,占比,约九成,二,,,,15,,,,"),
        at=("claims.csv", LAST, "printed"),
        value="约九成",
        problem="核对百分比须填原文所印百分比",
        remedy="51.00%",
    ),
    "a rate to check without a denominator": planted(
        added("claims.csv", "x,station,rate,占比,66.67%,二,,,,,,,,"),
        at=("claims.csv", LAST, "denominator"),
        problem="须填分母或分母上限",
        remedy="denominator_max",
    ),
    "a relation to check without its operator": planted(
        added("claims.csv", "x,station,relation,合计,21,二,,,staff.total,,,,,"),
        at=("claims.csv", LAST, "operator"),
        problem="operator",
        remedy="补填",
    ),
    "a relation to check with nothing on its left": planted(
        added("claims.csv", "x,station,relation,合计,,二,,=,staff.total,,,,,"),
        at=("claims.csv", LAST, "operator"),
        problem="printed 或 left",
        remedy="补填",
    ),
    "an id that no file could have": planted(
        line("outputs.csv", 3, "Party/Lectures,党建引领,党课学习,5,次,,评估期内,"),
        at=("outputs.csv", 3, "id"),
        value="Party/Lectures",
        problem="不是编号",
        remedy="编号只用小写字母",
    ),
    "a NUL in a cell": planted(
        swap("outputs.csv", "党课学习", "党课\0学习"),
        at=("outputs.csv", 3, "name"),
        value="党课\0学习",
        problem="看不见的控制字符",
        remedy="删去",
    ),
    "a bidi control in a cell": planted(
        swap("outputs.csv", "党课学习", "党课\u202e学习"),
        at=("outputs.csv", 3, "name"),
        value="党课\u202e学习",
        problem="看不见的控制字符",
        remedy="删去",
    ),
    "a space of no width in a cell": planted(
        swap("outputs.csv", "党课学习", "党课\u200b学习"),
        at=("outputs.csv", 3, "name"),
        value="党课\u200b学习",
        problem="看不见的控制字符",
        remedy="删去",
    ),
}

FILES: Final[dict[str, Planted]] = {
    "an unknown column": planted(
        line("outputs.csv", 1, "id,block,name,value,unit,qualifer,period,level"),
        at=("outputs.csv", 1, "qualifer"),
        problem="没有这一列",
        remedy="qualifier",
    ),
    "a missing column": planted(
        write("satisfaction.csv", "group,mode,area,band_low,count\n服务对象,,,95,3\n"),
        at=("satisfaction.csv", 1, "band_high"),
        problem="缺少必需的列",
        remedy="补上",
    ),
    "a column twice": planted(
        line("outputs.csv", 1, "id,block,name,value,unit,unit,period,level"),
        at=("outputs.csv", 1, "unit"),
        problem="列名重复",
        remedy="只保留一列",
    ),
    "a row with too few values": planted(
        line("outputs.csv", 3, "party_lectures,党建引领,党课学习"),
        at=("outputs.csv", 3, ""),
        problem="有3个值，表头有8列",
        remedy="逗号与引号",
    ),
    "a row with too many values": planted(
        line("outputs.csv", 3, "party_lectures,党建引领,党课学习,5,次,,评估期内,,,"),
        at=("outputs.csv", 3, ""),
        problem="有10个值，表头有8列",
        remedy="逗号与引号",
    ),
    "a row after a value of two lines": planted(
        line("outputs.csv", 2, 'party_members,党建引领,"党员\n社工",2,名,,评估时,'),
        line("outputs.csv", 4, "x,y"),
        at=("outputs.csv", 4, ""),
        problem="有2个值，表头有8列",
    ),
    "a row after empty lines": planted(
        line("outputs.csv", 2, "\n\n"),
        line("outputs.csv", 5, "x,y"),
        at=("outputs.csv", 5, ""),
        problem="有2个值，表头有8列",
    ),
    "a table in GB18030": planted(
        line("feedback.csv", 3, "bureau,draft,否,无意见,"),
        recoded("feedback.csv", "gb18030"),
        at=("feedback.csv", 2, ""),
        problem="不是 UTF-8 编码",
        remedy="UTF-8",
    ),
    "a table in UTF-16": planted(
        recoded("feedback.csv", "utf-16"),
        at=("feedback.csv", 1, ""),
        problem="不是 UTF-8 编码",
        remedy="UTF-8",
    ),
    "an empty table": planted(
        write("outputs.csv", ""), at=("outputs.csv", 1, ""), problem="没有表头", remedy="id,block,name,value"
    ),
    "a table of empty lines": planted(
        write("outputs.csv", "\n\r\n\n"),
        at=("outputs.csv", 1, ""),
        problem="没有表头",
        remedy="id,block,name,value",
    ),
    "a table that is too large": planted(
        sized("outputs.csv", 50_000_001), at=("outputs.csv", 0, ""), problem="文件过大", remedy="50000000"
    ),
    "a folder in place of a table": planted(
        gone("outputs.csv"),
        lambda folder: (folder / "outputs.csv").mkdir(),
        at=("outputs.csv", 0, ""),
        problem="没有这个文件",
        remedy="文件名",
    ),
    "a misspelt file name": planted(
        renamed("outputs.csv", "output.csv"),
        at=("output.csv", 0, ""),
        problem="不认识这个文件",
        remedy="文件名",
    ),
    "a file name in capitals": planted(
        renamed("outputs.csv", "OUTPUTS.csv"),
        at=("OUTPUTS.csv", 0, ""),
        problem="不认识这个文件",
        remedy="文件名",
    ),
    "a workbook beside the tables": planted(
        write("scores.xlsx", b"PK"), at=("scores.xlsx", 0, ""), problem="不认识这个文件", remedy="文件名"
    ),
    "the profile missing": planted(
        gone("station.yaml"), at=("station.yaml", 0, ""), problem="没有这个文件", remedy="文件名"
    ),
    "the profile misspelt": planted(
        write("text.yml", "paragraphs: []\n"),
        at=("text.yml", 0, ""),
        problem="不认识这个文件",
        remedy="文件名",
    ),
    "the profile in GB18030": planted(
        recoded("station.yaml", "gb18030"),
        at=("station.yaml", 1, ""),
        problem="不是 UTF-8 编码",
        remedy="UTF-8",
    ),
}

PROFILE: Final[dict[str, Planted]] = {
    "an unknown key": planted(
        swap("station.yaml", "  town: 石碁镇\n", "  town: 石碁镇\n  villge: 南浦村\n"),
        at=("station.yaml", 11, "profile.villge"),
        value="南浦村",
        problem="没有这一项",
        remedy="拼写",
    ),
    "an unknown key at the top": planted(
        added("station.yaml", "colour: red"),
        at=("station.yaml", LAST, "colour"),
        problem="没有这一项",
        remedy="profile",
    ),
    "a missing key": planted(
        swap("station.yaml", "  district: 番禺区\n", ""),
        at=("station.yaml", 8, "profile.district"),
        problem="必填而没有填",
        remedy="补填",
    ),
    "a missing key at the top": planted(
        swap("station.yaml", "nature: published\n", ""),
        at=("station.yaml", 2, "nature"),
        problem="必填而没有填",
        remedy="补填",
    ),
    "a missing key of a unit": planted(
        swap("station.yaml", UNITS, "      - {name: 长坦村}"),
        at=("station.yaml", 63, "areas[5].units[1].kind"),
        problem="必填而没有填",
        remedy="补填",
    ),
    "an empty value": planted(
        swap("station.yaml", "  district: 番禺区\n", "  district:\n"),
        at=("station.yaml", 11, "profile.district"),
        problem="必填而没有填",
        remedy="补填",
    ),
    "a list in place of a word": planted(
        swap("station.yaml", "  district: 番禺区\n", "  district: [番禺区]\n"),
        at=("station.yaml", 11, "profile.district"),
        problem="应为文字",
    ),
    "a word in place of a list": planted(
        swap(
            "station.yaml", "blocks: [党建引领, 基本民生保障, 基本社会服务, 基本社区治理]", "blocks: 党建引领"
        ),
        at=("station.yaml", 14, "profile.blocks"),
        value="党建引领",
        problem="应为列表",
        remedy="- ",
    ),
    "a word in place of a mapping": planted(
        swap(
            "station.yaml", "  purchaser: {name: 广州市番禺区石碁镇人民政府}", "  purchaser: 石碁镇人民政府"
        ),
        at=("station.yaml", 18, "organisations.purchaser"),
        value="石碁镇人民政府",
        problem="应为“键: 值”",
        remedy="示例",
    ),
    "an older form of the data": planted(
        swap("station.yaml", "schema: 2", "schema: 1"),
        at=("station.yaml", 2, "schema"),
        value="1",
        problem="数据格式是第1版，只接受第2版",
        remedy="用写出这份数据的 sweval",
    ),
    "a newer form of the data": planted(
        swap("station.yaml", "schema: 2", "schema: 3"),
        at=("station.yaml", 2, "schema"),
        value="3",
        problem="数据格式是第3版，只接受第2版",
        remedy="用写出这份数据的 sweval",
    ),
    "no form at all": planted(
        swap("station.yaml", "schema: 2", "schema: two"),
        at=("station.yaml", 2, "schema"),
        value="two",
        problem="不是可填的值",
        remedy="2",
    ),
    "an unknown stage": planted(
        swap("station.yaml", "stage: midterm", "stage: mid"),
        at=("station.yaml", "stage:", "assessment.stage"),
        value="mid",
        problem="不是可填的值",
        remedy="midterm",
    ),
    "an anchor": planted(
        swap("station.yaml", "district: 番禺区", "district: &district 番禺区"),
        at=("station.yaml", 11, ""),
        problem="不接受锚点",
        remedy="删去",
    ),
    "an alias": planted(
        swap("station.yaml", "district: 番禺区", "district: *town"),
        at=("station.yaml", 11, ""),
        problem="不接受别名",
        remedy="写全",
    ),
    "a tag": planted(
        swap("station.yaml", "town: 石碁镇", "town: !!str 石碁镇"),
        at=("station.yaml", 10, ""),
        value="tag:yaml.org,2002:str",
        problem="不接受标签",
        remedy="删去",
    ),
    "a tag that would run a program": planted(
        swap("station.yaml", "town: 石碁镇", 'town: !!python/object/apply:os.system ["true"]'),
        at=("station.yaml", 10, ""),
        value="tag:yaml.org,2002:python/object/apply:os.system",
        problem="不接受标签",
        remedy="删去",
    ),
    "a key twice": planted(
        swap("station.yaml", "  town: 石碁镇\n", "  town: 石碁镇\n  town: 大石镇\n"),
        at=("station.yaml", 11, "town"),
        problem="同一个键写了两次",
        remedy="删去一个",
    ),
    "a list as a key": planted(
        added("station.yaml", "? [a, b]\n: c"),
        at=("station.yaml", 79, ""),
        problem="键必须是文字",
        remedy="键: 值",
    ),
    "a list in place of the profile": planted(
        write("station.yaml", "- a\n- b\n"),
        at=("station.yaml", 1, ""),
        problem="内容不是“键: 值”的形式",
        remedy="示例",
    ),
    "a word in place of the profile": planted(
        write("station.yaml", "石碁镇"),
        at=("station.yaml", 1, ""),
        problem="内容不是“键: 值”的形式",
        remedy="示例",
    ),
    "an empty profile": planted(
        write("station.yaml", ""), at=("station.yaml", 1, ""), problem="内容不是“键: 值”的形式", remedy="示例"
    ),
    "a profile nested forty deep": planted(
        write("station.yaml", "".join(f"{' ' * n}a:\n" for n in range(40)) + f"{' ' * 40}a: x\n"),
        at=("station.yaml", 32, ""),
        problem="层级过深",
        remedy="30层",
    ),
    "a profile nested a hundred deep": planted(
        write("station.yaml", "a: " + "[" * 100 + "]" * 100),
        at=("station.yaml", 1, ""),
        problem="层级过深",
        remedy="30层",
    ),
    "a profile of two megabytes": planted(
        added("station.yaml", "# " + "x" * 2_000_000),
        at=("station.yaml", 0, ""),
        problem="文件过大",
        remedy="1000000",
    ),
    "a bracket that is never closed": planted(
        swap("station.yaml", "  town: 石碁镇\n", "  town: [石碁镇\n"),
        at=("station.yaml", 10, ""),
        problem="不是有效的 YAML",
        remedy="引号",
    ),
    "a quote that is never closed": planted(
        swap("station.yaml", "  signed: 2024-02-28", '  signed: "2024-02-28'),
        at=("station.yaml", 78, ""),
        problem="引号没有配对",
        remedy="引号",
    ),
    "a tab for indentation": planted(
        swap("station.yaml", "  town: 石碁镇", "\ttown: 石碁镇"),
        at=("station.yaml", 10, ""),
        problem="用制表符缩进",
        remedy="空格",
    ),
    "two documents in one file": planted(
        added("station.yaml", "---\nid: x"),
        at=("station.yaml", 79, ""),
        problem="不是有效的 YAML",
        remedy="请检查",
    ),
    "a NUL in the profile": planted(
        swap("station.yaml", "town: 石碁镇", "town: 石碁\0镇"),
        at=("station.yaml", 10, ""),
        problem="看不见的控制字符",
        remedy="删去",
    ),
    "an id that differs from the folder": planted(
        swap("station.yaml", f"id: {ID}", "id: shiqi-2024"),
        at=("station.yaml", 3, "id"),
        value="shiqi-2024",
        problem="与目录名不符",
        remedy=ID,
    ),
    "a contract that ends on its first day": planted(
        swap("station.yaml", "  end: 2024-08-23", "  end: 2023-09-01"),
        swap("station.yaml", "cut_off: 2024-02-28", "cut_off: 2023-09-01"),
        at=("station.yaml", 26, "contract.end"),
        value="2023-09-01",
        problem="结束日不晚于开始日",
    ),
    "volumes counted after the contract": planted(
        swap("station.yaml", "cut_off: 2024-02-28", "cut_off: 2024-08-24"),
        at=("station.yaml", "cut_off:", "assessment.cut_off"),
        value="2024-08-24",
        problem="截止日不在合同期内",
    ),
    "volumes counted before the contract": planted(
        swap("station.yaml", "cut_off: 2024-02-28", "cut_off: 2023-08-31"),
        at=("station.yaml", "cut_off:", "assessment.cut_off"),
        value="2023-08-31",
        problem="截止日不在合同期内",
    ),
    "a visit that ends before it starts": planted(
        swap("station.yaml", "onsite_start: 2024-02-28", "onsite_start: 2024-02-29"),
        at=("station.yaml", "onsite_end:", "assessment.onsite_end"),
        value="2024-02-28",
        problem="早于开始日",
    ),
    "a report signed before 2000": planted(
        swap("station.yaml", "signed: 2024-02-28", "signed: 1999-12-31"),
        at=("station.yaml", "signed:", "assessment.signed"),
        value="1999-12-31",
        problem="超出合理范围",
        remedy="2000-01-01",
    ),
    "a report signed before the visit": planted(
        swap("station.yaml", "signed: 2024-02-28", "signed: 2024-02-27"),
        at=("station.yaml", "signed:", "assessment.signed"),
        value="2024-02-27",
        problem="落款日期早于评估日",
    ),
    "a report signed more than two years ahead": planted(
        swap("station.yaml", "signed: 2024-02-28", "signed: 2026-03-01"),
        at=("station.yaml", "signed:", "assessment.signed"),
        value="2026-03-01",
        problem="超出合理范围",
        remedy="2026-02-28",
    ),
    "an operator since before 2000": planted(
        swap("station.yaml", "since: 2013-07", "since: 1913-07"),
        at=("station.yaml", 22, "organisations.operator.since"),
        value="1913-07",
        problem="超出合理范围",
        remedy="2000-01-01",
    ),
    "two areas with one id": planted(
        swap(
            "station.yaml",
            "\nassessment:\n",
            f"  - id: a5\n    name: 片区六\n    units:\n{UNITS}\n\nassessment:\n",
        ),
        at=("station.yaml", 66, "areas[6].id"),
        value="a5",
        problem="片区编号重复",
        remedy="不同的编号",
    ),
    "an area without a village": planted(
        swap("station.yaml", "\nassessment:\n", "  - {id: a6, name: 片区六, units: []}\n\nassessment:\n"),
        at=("station.yaml", "- {id: a6", "areas[6].units"),
        problem="至少要有1项",
        remedy="补填",
    ),
    "an operator who starts after the visit": planted(
        swap("station.yaml", "since: 2013-07", "since: 2024-03"),
        at=("station.yaml", "operator:", "organisations.operator.since"),
        value="2024-03",
        problem="晚于评估日",
    ),
    "fewer asked than answered": planted(
        swap("station.yaml", "  population: 1367\n", "  population: 1367\n  asked: 110\n"),
        at=("station.yaml", "asked:", "assessment.asked"),
        value="110",
        problem="应访人数少于服务对象的作答人数111",
    ),
    "a population smaller than its sample": planted(
        swap("station.yaml", "population: 1367", "population: 110"),
        at=("station.yaml", "population:", "assessment.population"),
        value="110",
        problem="总体人数少于服务对象的作答人数111",
    ),
    "spending of one item counted twice": planted(
        write(
            "finance.csv",
            "item,budget,spent,period_start,period_end,personnel\n"
            "人员费用,,100,2023-09-01,2024-02-29,是\n人员费用,,100,2024-02-29,2024-08-23,是\n",
        ),
        at=("finance.csv", 3, "period_start"),
        value="2024-02-29",
        problem="与第2行同一项目的期间重叠",
        remedy="合并期间",
    ),
    "a table with semicolons": planted(
        write("feedback.csv", "party;channel;objection\nstation;draft;否\n"),
        at=("feedback.csv", 1, ""),
        problem="用的是分号，不是逗号",
        remedy="逗号分隔",
    ),
    "a population of nobody": planted(
        swap("station.yaml", "population: 1367", "population: 0"),
        at=("station.yaml", "population:", "assessment.population"),
        value="0",
        problem="总体人数应大于0",
        remedy="留空",
    ),
    "a method the scheme does not know": planted(
        swap("station.yaml", "[听取介绍,", "[听取汇报,"),
        at=("station.yaml", "methods:", "assessment.methods[1]"),
        value="听取汇报",
        problem="没有这种方法",
        remedy="听取介绍、实地观察",
    ),
    "more experts on the panel than in its table": planted(
        write("experts.csv", "id\ne1\n"),
        at=("station.yaml", "experts:", "assessment.experts"),
        value="5",
        problem="与评委表中未回避的1位不符",
        remedy="核对",
    ),
    "a farm nobody manages": planted(
        swap("station.yaml", ", managed_by: 岐山社区", ""),
        at=("station.yaml", 46, "areas[2].units[6]"),
        value="海傍农场",
        problem="没有写明由谁管辖",
        remedy="managed_by",
    ),
    "a paragraph with a misspelt key": planted(
        swap("text.yaml", "    author: 演示说明\n", "    author: 演示说明\n    autor: 演示说明\n"),
        at=("text.yaml", 6, "paragraphs[1].autor"),
        value="演示说明",
        problem="没有这一项",
        remedy="拼写",
    ),
    "a paragraph put in an unknown way": planted(
        swap("text.yaml", "mode: add", "mode: append"),
        at=("text.yaml", 4, "paragraphs[1].mode"),
        value="append",
        problem="不是可填的值",
        remedy="replace",
    ),
    "a paragraph without its author": planted(
        swap("text.yaml", "    author: 演示说明\n", ""),
        at=("text.yaml", 3, "paragraphs[1].author"),
        problem="必填而没有填",
        remedy="补填",
    ),
}

FAULTS: Final = {**CELLS, **FILES, **PROFILE}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_with_its_place_and_remedy_and_nothing_is_written(
    fault: Planted, folder: Path, scheme: Scheme
):
    plant(folder, *fault.edits)
    before = listing(folder)
    faults = refusal(folder, scheme, as_of=fault.as_of)
    assert places(faults) == [place(folder, fault)]
    assert fault.problem in faults[0].problem
    assert chinese(faults[0].problem)
    assert fault.remedy in faults[0].remedy
    assert listing(folder) == before


@pytest.mark.parametrize(
    "row",
    [
        'party_lectures,"党建引领,党课学习,5,次,,评估期内,',
        'party_lectures,"党建"引领,党课学习,5,次,,评估期内,',
        f"party_lectures,党建引领,{'党' * 140_000},5,次,,评估期内,",
    ],
    ids=["a quote that is never closed", "text after a closing quote", "a cell of 140,000 characters"],
)
def test_a_table_the_reader_cannot_take_apart_is_refused(row: str, folder: Path, scheme: Scheme):
    plant(folder, line("outputs.csv", 3, row))
    (fault,) = refusal(folder, scheme)
    assert (fault.file, fault.row) == ("outputs.csv", 3)
    assert chinese(fault.problem)
    assert chinese(fault.remedy)


def test_a_profile_too_deep_even_to_be_read_is_refused(folder: Path, scheme: Scheme):
    plant(folder, write("station.yaml", "a: " + "[" * 1000 + "]" * 1000))
    (fault,) = refusal(folder, scheme)
    assert (fault.file, fault.problem) == ("station.yaml", "层级过深")
    assert "30层" in fault.remedy


# --- what is no fault -------------------------------------------------------------------------------


def test_the_copy_is_sound_before_anything_is_planted(folder: Path, scheme: Scheme, station: Station):
    assert read_station(folder, scheme) == station


OPTIONAL: Final = sorted(set(TABLES) - {"scores"})


@pytest.mark.parametrize("table", OPTIONAL)
def test_a_missing_optional_table_is_named_as_absent(
    table: str, folder: Path, scheme: Scheme, station: Station
):
    (folder / f"{table}.csv").unlink(missing_ok=True)
    loaded = read_station(folder, scheme)
    assert table in loaded.absent
    assert loaded.rows(table) == ()
    assert loaded.absent == station.absent | {table}


def test_all_optional_tables_may_be_missing_at_once(folder: Path, scheme: Scheme):
    for path in folder.glob("*.csv"):
        if path.name != "scores.csv":
            path.unlink()
    (folder / "text.yaml").unlink()
    assert read_station(folder, scheme).absent == set(OPTIONAL)


def test_a_table_with_its_head_alone_was_provided(folder: Path, scheme: Scheme):
    plant(folder, write("rectification.csv", "id,item,due\n"))
    loaded = read_station(folder, scheme)
    assert "rectification" not in loaded.absent
    assert loaded.rectification == ()


@pytest.mark.parametrize("file", ["scores.csv", "findings.csv", "station.yaml", "text.yaml"])
def test_a_byte_order_mark_is_accepted(file: str, folder: Path, scheme: Scheme, station: Station):
    plant(folder, recoded(file, "utf-8-sig"))
    assert (folder / file).read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_station(folder, scheme) == station


def test_line_ends_of_windows_are_accepted(folder: Path, scheme: Scheme, station: Station):
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_station(folder, scheme) == station


def test_columns_may_stand_in_any_order(folder: Path, scheme: Scheme, station: Station):
    with (folder / "scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    turned = "\n".join(",".join(reversed(row)) for row in rows)
    plant(folder, write("scores.csv", turned))
    assert read_station(folder, scheme) == station


def test_a_value_may_run_over_two_lines_and_later_rows_keep_their_line(folder: Path, scheme: Scheme):
    plant(folder, line("outputs.csv", 2, 'party_members,党建引领,"党员\n社工",2,名,,评估时,'))
    outputs = read_station(folder, scheme).outputs
    assert outputs[0].name == "党员\n社工"
    assert [row.row for row in outputs[:3]] == [2, 4, 5]


def test_files_that_systems_and_editors_leave_behind_are_passed_over(folder: Path, scheme: Scheme):
    plant(folder, write(".DS_Store", b"\0"), write("~$scores.xlsx", b"\0"), write("README.md", "说明\n"))
    read_station(folder, scheme)


@pytest.mark.parametrize("score", ["0", "0.000001", "11.1", "011.100", "15", "15.000000"])
def test_scores_from_nought_to_the_full_mark_are_accepted(score: str, folder: Path, scheme: Scheme):
    plant(folder, line("scores.csv", 3, f"outcome,,,{score},"))
    assert read_station(folder, scheme).scores[1].score == Decimal(score)


@pytest.mark.parametrize("due", ["2000-01-01", "2026-02-28"])
def test_the_first_and_the_last_day_that_make_sense_are_accepted(due: str, folder: Path, scheme: Scheme):
    plant(folder, ordered(due))
    assert read_station(folder, scheme).rectification[0].due.isoformat() == due


def test_the_day_of_judging_is_the_last_in_the_process_and_never_today(folder: Path, scheme: Scheme):
    assert read_station(folder, scheme).as_of.isoformat() == "2024-02-28"
    plant(folder, line("process.csv", 4, "report,评估方,2024-03-11,是,"))
    assert read_station(folder, scheme).as_of.isoformat() == "2024-03-11"
    assert read_station(folder, scheme, as_of="2024-03-20").as_of.isoformat() == "2024-03-20"


@pytest.mark.parametrize("as_of", ["2024-02-30", "2024/3/1", "yesterday", "20240301"])
def test_a_day_of_judging_that_is_no_day_is_refused(as_of: str, folder: Path, scheme: Scheme):
    (fault,) = refusal(folder, scheme, as_of=as_of)
    assert (fault.file, fault.column, fault.value) == ("参数", "as_of", as_of)
    assert chinese(fault.problem)


# --- many at once -----------------------------------------------------------------------------------

MANY: Final = (
    "a row with too few values",
    "an unknown area in an opinion",
    "a month after the contract",
    "steps out of order",
    "neither yes nor no",
    "a band upside down",
    "a verdict without evidence",
    "a rate to check without the rate",
    "a score given twice",
    "an unknown key",
    "an id that differs from the folder",
)


def test_many_faults_at_once_are_all_named_in_one_list(folder: Path, scheme: Scheme):
    # What stops the profile from being read stops the tables from being judged against it.
    names = [name for name in MANY if name != "an unknown key"]
    plant(folder, *(edit for name in names for edit in FAULTS[name].edits))
    before = listing(folder)
    faults = refusal(folder, scheme)
    assert sorted(places(faults)) == sorted(place(folder, FAULTS[name]) for name in names)
    assert list(faults) == sorted(faults, key=lambda fault: fault.order)
    assert len(set(faults)) == len(faults) == len(names)
    assert listing(folder) == before


def test_faults_within_tables_are_named_although_the_profile_is_faulty_too(folder: Path, scheme: Scheme):
    names = [
        "an unknown key",
        "a row with too few values",
        "neither yes nor no",
        "a paragraph put in an unknown way",
    ]
    plant(folder, *(edit for name in names for edit in FAULTS[name].edits))
    faults = refusal(folder, scheme)
    assert set(places(faults)) == {place(folder, FAULTS[name]) for name in names}
    assert len(faults) == len(names)


def test_every_fault_of_one_row_is_named(folder: Path, scheme: Scheme):
    plant(folder, line("satisfaction.csv", 2, "服务对象,电访,A5,八十五,95,-2,"))
    assert places(refusal(folder, scheme)) == [
        ("satisfaction.csv", 2, "area", "A5"),
        ("satisfaction.csv", 2, "band_low", "八十五"),
        ("satisfaction.csv", 2, "count", "-2"),
    ]


def test_every_fault_of_the_profile_is_named(folder: Path, scheme: Scheme):
    plant(
        folder,
        swap("station.yaml", "stage: midterm", "stage: mid"),
        swap("station.yaml", "signed: 2024-02-28", "signed: 2024-02-30"),
        swap("station.yaml", "experts: 5", "experts: five"),
    )
    assert places(refusal(folder, scheme)) == [
        ("station.yaml", 68, "assessment.stage", "mid"),
        ("station.yaml", 73, "assessment.experts", "five"),
        ("station.yaml", 78, "assessment.signed", "2024-02-30"),
    ]


def test_a_refusal_is_a_numbered_list_and_says_that_nothing_was_made(folder: Path, scheme: Scheme):
    plant(
        folder,
        *(edit for name in ("a band upside down", "a bidi control in a cell") for edit in FAULTS[name].edits),
    )
    with pytest.raises(Refused) as refused:
        read_station(folder, scheme)
    report = refused.value.report()
    assert report.splitlines()[0] == "数据有 2 处问题，未生成任何文件："
    assert report.splitlines()[1].startswith("   1. outputs.csv 第3行 “name”：")
    assert "⟦U+202E⟧" in report
    assert "\u202e" not in report
    assert refused.value._render_traceback_() == [report]
    assert str(refused.value) == report


def test_one_fault_named_twice_is_listed_once():
    fault = Fault("scores.csv", 3, "score", "nan", "不是数字")
    assert Refused([fault, replace(fault), Fault("scores.csv", 2)]).faults == (Fault("scores.csv", 2), fault)


def test_a_long_value_is_cut_for_the_terminal():
    shown = str(Fault("scores.csv", 3, "score", "9" * 500, "不是数字"))
    assert len(shown) < 120
    assert "…" in shown


# --- own paragraphs ---------------------------------------------------------------------------------


def test_a_paragraph_for_an_unknown_section_is_refused_before_a_report_is_made(
    folder: Path, scheme: Scheme, diagnose: Evaluate
):
    plant(folder, swap("text.yaml", "section: grade", "section: grades"))
    with pytest.raises(Refused) as refused:
        StationReport(diagnose(read_station(folder, scheme)), "working")
    (fault,) = refused.value.faults
    assert (fault.file, fault.row, fault.column, fault.value) == (
        "text.yaml",
        3,
        "paragraphs[1].section",
        "grades",
    )
    assert "没有这一部分" in fault.problem
    assert "summary、preface、background" in fault.remedy


# --- what is easily let through, told twice, or ended in a traceback --------------------------------


@pytest.mark.parametrize("given", ["in the data", "as a parameter"])
def test_a_day_in_the_year_9999_is_refused(given: str, folder: Path, scheme: Scheme):
    if given == "in the data":
        plant(folder, line("process.csv", 4, "report,评估方,9999-02-28,是,"))
        faults = refusal(folder, scheme)
    else:
        faults = refusal(folder, scheme, as_of="9999-02-28")
    assert "9999-02-28" in {fault.value for fault in faults}


@pytest.mark.parametrize(
    "edits",
    [
        (line("process.csv", 4, "report,评估方,2042-02-28,是,"),),
        (
            swap("station.yaml", "onsite_start: 2024-02-28", "onsite_start: 2042-02-28"),
            swap("station.yaml", "onsite_end: 2024-02-28", "onsite_end: 2042-02-28"),
        ),
    ],
    ids=["of a step", "of the visit"],
)
def test_a_year_with_its_digits_exchanged_is_refused(edits: tuple[Edit, ...], folder: Path, scheme: Scheme):
    plant(folder, *edits)
    assert any(fault.value.startswith("2042") for fault in refusal(folder, scheme))


def test_a_day_of_a_table_is_held_against_the_range_to_the_day(folder: Path, scheme: Scheme):
    plant(folder, ordered("2026-03-11"))
    assert places(refusal(folder, scheme, as_of="2024-03-10")) == [
        ("rectification.csv", 2, "due", "2026-03-11")
    ]


@pytest.mark.parametrize(
    "edits",
    [
        (line("scores.csv", 3, "outcome,,,nan,"),),
        (gone("scores.csv"),),
        (recoded("scores.csv", "utf-16"),),
        (write("scores.csv", ""),),
    ],
    ids=["a score that is no number", "no file", "another encoding", "an empty file"],
)
def test_a_score_that_is_there_and_faulty_is_not_called_missing_too(
    edits: tuple[Edit, ...], folder: Path, scheme: Scheme
):
    plant(folder, *edits)
    assert len(refusal(folder, scheme)) == 1


def test_the_table_of_scores_is_required(folder: Path, scheme: Scheme):
    plant(folder, gone("scores.csv"))
    fault = refusal(folder, scheme)[0]
    assert (fault.file, fault.row, fault.problem) == ("scores.csv", 0, "缺少必需的文件")
    assert chinese(fault.remedy)


@pytest.mark.parametrize(
    "key",
    [
        "as_of: 2020-01-01",
        "absent: [scores]",
        "own_text: []",
        "rectification: [{row: 7, id: r1, item: 补建档案, due: 2024-03-01}]",
    ],
)
def test_the_profile_may_not_hold_what_belongs_to_other_files(key: str, folder: Path, scheme: Scheme):
    plant(folder, added("station.yaml", key))
    (fault,) = refusal(folder, scheme)
    assert (fault.file, fault.column) == ("station.yaml", key.partition(":")[0])


@pytest.mark.parametrize("file", ["station.yaml", "text.yaml"])
@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", '"\\0"', '"\\e"'], ids=["bidi", "no width", "NUL", "escape"]
)
def test_control_characters_are_refused_in_yaml_as_in_tables(
    character: str, file: str, folder: Path, scheme: Scheme
):
    old = "short_name: 石碁镇社工站" if file == "station.yaml" else "author: 演示说明"
    plant(
        folder,
        swap(file, old, f"{old.partition(' ')[0]} {character}" if '"' in character else old + character),
    )
    (fault,) = refusal(folder, scheme)
    assert fault.file == file
    assert fault.row


def test_half_a_character_is_refused_in_chinese(folder: Path, scheme: Scheme):
    plant(folder, swap("station.yaml", "town: 石碁镇", 'town: "石碁\\ud800"'))
    (fault,) = refusal(folder, scheme)
    assert (fault.row, fault.column) == (10, "profile.town")
    assert chinese(fault.remedy)


@pytest.mark.parametrize(
    "name", ["an unknown stage", "a word that is none of those allowed", "no form at all"]
)
def test_what_may_be_filled_in_is_listed_in_chinese(name: str, folder: Path, scheme: Scheme):
    plant(folder, *FAULTS[name].edits)
    (fault,) = refusal(folder, scheme)
    assert " or " not in fault.remedy
    assert "'" not in fault.remedy


@pytest.mark.parametrize("slot", ["{{score.total}", "{score.total}}", "{score.total}"])
def test_a_placeholder_that_is_not_closed_is_refused(
    slot: str, folder: Path, scheme: Scheme, diagnose: Evaluate
):
    plant(folder, swap("text.yaml", "{{score.total}}", slot))
    with pytest.raises(Refused) as refused:
        StationReport(diagnose(read_station(folder, scheme)), "working")
    (fault,) = refused.value.faults
    assert (fault.file, fault.row, fault.column) == ("text.yaml", 3, "paragraphs[1].text")
    assert "{{score.total}}" in fault.remedy


def test_a_relation_to_a_figure_there_is_not_is_refused_before_a_kernel_starts(
    folder: Path, scheme: Scheme, diagnose: Evaluate
):
    plant(folder, added("claims.csv", "x,station,relation,合计,21,二,,=,staff.totl,,,,,"))
    evaluation = diagnose(read_station(folder, scheme))
    with pytest.raises(Refused) as refusal:
        refuse_claims(evaluation)
    (fault,) = refusal.value.faults
    assert (fault.file, fault.column, fault.value) == ("claims.csv", "right", "staff.totl")
    assert (fault.row, fault.problem) == (evaluation.station.claims[-1].row, "没有这个数字")
    assert chinese(fault.remedy)


def test_bands_that_overlap_are_taken_as_they_were_answered(folder: Path, scheme: Scheme):
    """A survey may have been printed so; the bands are kept apart and no answer is moved."""
    plant(folder, line("satisfaction.csv", 2, "服务对象,电访,,85,97,2,"))
    bands = [(row.band_low, row.band_high, row.count) for row in read_station(folder, scheme).satisfaction]
    assert bands == [(85, 97, 2), (95, 100, 109)]


CRASHES: Final[dict[str, tuple[Edit, ...]]] = {
    "nan held against a figure": (added("claims.csv", "x,station,relation,合计,nan,二,,=,staff.total,,,,,"),),
    "raised digits for a day": (
        added("claims.csv", "x,station,relation,日期,²-1-1,二,,=,station.signed,,,,,"),
    ),
    "a claim called rates": (added("claims.csv", "rates,station,relation,合计,21,二,,=,staff.total,,,,,"),),
    "an area called raw": (
        swap(
            "station.yaml",
            "\nassessment:\n",
            f"  - id: raw\n    name: 片区六\n    units:\n{UNITS}\n\nassessment:\n",
        ),
        added("scores.csv", "quality,raw,,15,"),
    ),
    "an area called all": (
        swap(
            "station.yaml",
            "\nassessment:\n",
            f"  - id: all\n    name: 片区六\n    units:\n{UNITS}\n\nassessment:\n",
        ),
        added("scores.csv", "quality,all,,15,"),
        added("coverage_totals.csv", "all,20,5,,"),
    ),
}


@pytest.mark.parametrize("edits", CRASHES.values(), ids=CRASHES)
def test_what_loads_can_be_evaluated_and_what_cannot_is_refused(
    edits: tuple[Edit, ...], folder: Path, scheme: Scheme, diagnose: Evaluate
):
    plant(folder, *edits)
    try:
        loaded = read_station(folder, scheme)
    except Refused:
        return
    assert isinstance(diagnose(loaded), Evaluation)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, scheme: Scheme):
    refusal(tmp_path / ID, scheme)


# --- parameters -------------------------------------------------------------------------------------


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """A project with the parameters of one station."""
    home = tmp_path / "params" / "stations"
    home.mkdir(parents=True)
    shutil.copy(root / "params" / "stations" / f"{ID}.yaml", home)
    return tmp_path


FILE: Final = f"params/stations/{ID}.yaml"


def parameters_refused(project: Path, station: str = ID, **overrides: str) -> tuple[Fault, ...]:
    before = listing(project / "params")
    with pytest.raises(Refused) as refused:
        load_parameters(project, station, overrides)
    assert listing(project / "params") == before
    assert all(chinese(fault.problem) for fault in refused.value.faults)
    return refused.value.faults


def test_the_parameters_of_the_published_case_are_sound(project: Path):
    assert load_parameters(project, ID, {}) == Parameters(station=ID)


def test_what_is_typed_goes_before_what_is_written(project: Path):
    found = load_parameters(project, ID, {"edition": "official", "as_of": "2024-03-20", "seed": "7"})
    assert found.for_papermill() == {
        "station": ID,
        "scheme": "guangzhou-2023",
        "edition": "official",
        "as_of": "2024-03-20",
        "seed": 7,
    }


TYPED: Final[dict[str, tuple[str, str, str]]] = {
    "an unknown edition": ("edition", "bureau", "不是可填的值"),
    "an edition in capitals": ("edition", "Public", "不是可填的值"),
    "a seed in words": ("seed", "one", "不是整数"),
    "a seed with decimals": ("seed", "1.5", "不是整数"),
    "a seed below nought": ("seed", "-1", "小于允许的最小值 0"),
    "a scheme on another path": ("scheme", "../../x", "不是编号"),
    "a scheme with a device's name": ("scheme", "nul", "不是编号"),
}


@pytest.mark.parametrize(("name", "value", "problem"), TYPED.values(), ids=TYPED)
def test_a_wrong_value_that_was_typed_is_named_as_typed(name: str, value: str, problem: str, project: Path):
    (fault,) = parameters_refused(project, **{name: value})
    assert (fault.file, fault.row, fault.column, fault.value) == ("命令行", 0, name, value)
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize("name", ["edtion", "Edition", "editions", "stage"])
def test_a_misspelt_name_that_was_typed_is_answered_with_the_known_ones(name: str, project: Path):
    (fault,) = parameters_refused(project, **{name: "public"})
    assert (fault.file, fault.row, fault.column) == ("命令行", 0, name)
    assert fault.remedy == "可用的参数：station、scheme、edition、as_of、seed"


WRITTEN: Final[dict[str, tuple[str, str, int, str, str]]] = {
    "a misspelt name": ("edition: working", "edtion: working", 4, "edtion", "没有这个参数"),
    "an unknown edition": ("edition: working", "edition: bureau", 4, "edition", "不是可填的值"),
    "a seed in words": ("seed: 1", "seed: one", 6, "seed", "不是整数"),
    "another station": (f"station: {ID}", "station: another", 2, "station", "与文件名不符"),
    "no station": (f"station: {ID}\n", "", 2, "station", "必填而没有填"),
    "an alias": ("seed: 1", "seed: *x", 6, "", "不接受别名"),
    "a tag": ("seed: 1", "seed: !!int 1", 6, "", "不接受标签"),
}


@pytest.mark.parametrize(("old", "new", "row", "name", "problem"), WRITTEN.values(), ids=WRITTEN)
def test_a_wrong_value_in_the_file_is_named_with_its_line(
    old: str, new: str, row: int, name: str, problem: str, project: Path
):
    plant(project, swap(FILE, old, new))
    (fault,) = parameters_refused(project)
    assert (fault.file, fault.row, fault.column) == (FILE, row, name)
    assert problem in fault.problem
    assert fault.remedy


@pytest.mark.parametrize(
    "station",
    [
        "../../x",
        "a/b",
        "a\\b",
        "/etc/passwd",
        "CON",
        "con",
        "aux",
        "lpt1",
        "",
        ".",
        "..",
        "-a",
        "a.b",
        "a b",
        "石碁镇",
        "a\0b",
        "a\n",
        "x" * 65,
        f"{ID}.yaml",
    ],
)
def test_an_id_that_could_lead_elsewhere_is_refused_before_any_file_is_looked_for(
    station: str, project: Path
):
    (fault,) = parameters_refused(project, station)
    assert (fault.file, fault.column, fault.value) == ("参数", "station", station)
    assert "不是编号" in fault.problem


def test_a_station_without_parameters_is_answered_with_those_there_are(project: Path):
    (fault,) = parameters_refused(project, "shiqi")
    assert (fault.file, fault.column, fault.value) == ("params/stations", "station", "shiqi")
    assert ID in fault.remedy


def test_all_wrong_parameters_are_named_at_once(project: Path):
    plant(project, swap(FILE, "seed: 1", "seed: one"))
    faults = parameters_refused(project, edition="bureau", scheme="A/B")
    assert {(fault.file, fault.column) for fault in faults} == {
        ("命令行", "edition"),
        ("命令行", "scheme"),
        (FILE, "seed"),
    }
    assert list(faults) == sorted(faults, key=lambda fault: fault.order)


@pytest.mark.parametrize("station", ["007", "2024", "1e3", "0x10", "no", "true", "null", "2024-02-28"])
def test_an_id_that_looks_like_something_else_stays_text(station: str, project: Path):
    plant(project, write(f"params/stations/{station}.yaml", f"station: {station}\nscheme: 2023\nseed: 007\n"))
    found = load_parameters(project, station, {})
    assert (found.station, found.scheme, found.seed) == (station, "2023", 7)
    assert found.for_papermill()["station"] == station


@pytest.mark.parametrize("value", ["2024-02-30", "yesterday", "2024/3/1"])
def test_a_bad_day_that_was_typed_is_one_fault_and_named_as_typed(value: str, project: Path):
    (fault,) = parameters_refused(project, as_of=value)
    assert (fault.file, fault.row, fault.column, fault.value) == ("命令行", 0, "as_of", value)


@pytest.mark.parametrize("value", ["2024-02-30", "yesterday", "2024/3/1"])
def test_a_bad_day_is_refused(value: str, project: Path):
    assert any(fault.value == value for fault in parameters_refused(project, as_of=value))


def test_another_station_that_was_typed_is_refused(project: Path):
    (fault,) = parameters_refused(project, station="another")
    assert (fault.column, fault.value) == ("station", "another")
    assert ID in fault.remedy


# --- one fault, named once --------------------------------------------------------------------------

ALONE: Final = {
    "an expert whose flag is no flag": (
        write("experts.csv", "id,role,areas,recused,reason\ne1,,,回避,\ne2,,,,\n"),
        line("scores.csv", 2, "monitoring,,e1,9.464,"),
    ),
    "an expert's row that is a column short": (
        write("experts.csv", "id,role,areas,recused,reason\ne1,组长\ne2,,,,\n"),
        line("scores.csv", 2, "monitoring,,e1,9.464,"),
    ),
    "a score that is no number": (line("scores.csv", 2, "monitoring,,,９,"),),
}


@pytest.mark.parametrize("name", ALONE)
def test_a_row_left_out_for_a_fault_draws_no_second_one(folder: Path, scheme: Scheme, name: str):
    plant(folder, *ALONE[name])
    with pytest.raises(Refused) as refusal:
        read_station(folder, scheme)
    assert len(refusal.value.faults) == 1, refusal.value.report()


def test_what_is_missing_is_named_beside_a_fault_elsewhere(folder: Path, scheme: Scheme):
    text = (folder / "scores.csv").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if not row.startswith("bureau,")]
    write("scores.csv", "\n".join(rows) + "\n")(folder)
    plant(folder, line("scores.csv", 2, "monitoring,,,９,"))
    with pytest.raises(Refused) as refusal:
        read_station(folder, scheme)
    assert [(fault.column, fault.value) for fault in refusal.value.faults] == [
        ("node", "bureau"),
        ("score", "９"),
    ]
