"""Workbooks to fill in or to keep on file: the rectification ledger (整改台账) and the survey's sample (抽样名单)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter

from sweval import __version__
from sweval.analysis.survey.drawing import NO_AREA, Draw, DrawnPerson, draw_key
from sweval.domain.station.rows import Finding, Rectification
from sweval.domain.station.station import Station
from sweval.domain.values.dates import WORKBOOK_DATE
from sweval.domain.values.parties import PARTIES
from sweval.evaluation import Evaluation
from sweval.presentation.status import explanation, status

FONT: Final = "等线"
BLUE: Final = "#1F4E79"
#: The height of a line in points.
LINE: Final = 15.5
#: Columns of the ledger with their widths.
LEDGER_COLUMNS: Final = {
    "序号": 6,
    "部分": 18,
    "方面": 14,
    "需要关注的地方": 42,
    "建议": 42,
    "提出方": 10,
    "整改措施": 30,
    "责任人": 12,
    "完成期限": 13,
    "完成日期": 13,
    "佐证材料": 24,
    "核实情况": 18,
}
#: Columns of the sample and of the reserves with their widths.
PERSON_COLUMNS: Final = {
    "序号": 6,
    "编号": 12,
    "片区": 16,
    "主要类别": 22,
    "全部类别": 34,
    "跟进级别": 10,
    "调查方式": 12,
    "调查日期": 14,
    "是否完成": 10,
    "未完成的原因": 30,
}


@dataclass(frozen=True)
class PaperSheet:
    """A sheet: column heads with widths in digits, rows of text; the last ``blank`` columns are left to be filled in."""

    name: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[str]]
    blank: int = 0


def book(title: str, sheets: Iterable[PaperSheet]) -> bytes:
    """A workbook set up for print. Text is never read as a formula or a link."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    made.set_properties({"title": title, "created": WORKBOOK_DATE})
    cell = {
        "font_name": FONT,
        "font_size": 11,
        "valign": "top",
        "border": 1,
        "border_color": "#BFBFBF",
        "text_wrap": True,
    }
    head = made.add_format({**cell, "bold": True, "font_color": "white", "bg_color": BLUE})
    plain = made.add_format({**cell, "num_format": "@"})
    to_fill = made.add_format({**cell, "bg_color": "#FFFBE6"})
    for sheet in sheets:
        page = made.add_worksheet(sheet.name)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        page.set_footer(f"&L{title}&R第 &P 页，共 &N 页")
        for column, (name, width) in enumerate(sheet.columns.items()):
            page.set_column(column, column, width)
            page.write_string(0, column, name, head)
        for line, row in enumerate(sheet.rows, start=1):
            page.set_row(line, LINE * max(map(_line_count, row, sheet.columns.values())))
            for column, value in enumerate(row):
                page.write_string(line, column, value, plain)
            for column in range(len(row), len(row) + sheet.blank):
                page.write_blank(line, column, None, to_fill)
    made.close()
    return stream.getvalue()


def _line_count(text: str, width: int) -> int:
    """The lines of a text in a column of this width in digits; a Chinese character is two digits wide."""
    length = sum(1 if character.isascii() else 2 for character in text)
    return max(1, -(-length // max(width - 1, 1)))


def ledger(evaluation: Evaluation) -> bytes:
    """整改台账 as a workbook: concerns and known measures are filled in, the rest is left to be filled in."""
    station = evaluation.station
    about = [
        ("社工站", station.profile.name),
        ("状态", status(station)),
        ("说明", explanation(station) or "整改事项以书面要求为准；责任人和完成期限商定后填写。"),
        ("填写", "“整改措施”至“佐证材料”各列由社工站填写；“核实情况”由评估方或民政部门填写。"),
    ]
    return book(
        f"{station.profile.short_name}整改台账（{status(station)}）",
        [
            PaperSheet("整改台账", LEDGER_COLUMNS, lines(station)),
            PaperSheet("说明", {"事项": 14, "内容": 90}, about),
        ],
    )


def lines(station: Station) -> list[Sequence[str]]:
    """A line for each concern and measure on it, then a line for each measure without a concern of this station."""
    answers: dict[str | None, list[Rectification]] = {}
    for measure in station.rectification:
        answers.setdefault(measure.concern, []).append(measure)
    pairs: list[tuple[Finding | None, Rectification | None]] = []
    for row in station.concerns:
        pairs += [(row, measure) for measure in answers.pop(row.id, [None])]
    pairs += [(None, measure) for measures in answers.values() for measure in measures]
    return [
        (
            str(number),
            *(_concern(row, station) if row else [""] * 5),
            *(_measure(measure) if measure else [""] * 5),
            "",
        )
        for number, (row, measure) in enumerate(pairs, start=1)
    ]


def _concern(row: Finding, station: Station) -> list[str]:
    return [station.place_of(row), row.dimension, row.text, row.recommendation or "", PARTIES[row.author]]


def _measure(row: Rectification) -> list[str]:
    done = row.done.isoformat() if row.done else ""
    return [row.item, row.owner or "", row.due.isoformat(), done, row.proof or ""]


# --- the sample ---


def sampling_list(found: Draw, station: Station) -> bytes:
    """抽样名单 as a workbook: sample, reserves, strata and protocol. The same draw gives the same bytes."""
    people = [
        PaperSheet(name, PERSON_COLUMNS, _people(drawn, station), blank=4)
        for name, drawn in (("抽样名单", found.sample), ("替补名单", found.reserves))
    ]
    strata = [
        (_area(area, station), category, str(size), str(found.allocated[area, category]))
        for (area, category), size in found.strata.items()
    ]
    return book(
        f"{station.profile.short_name}满意度调查抽样名单",
        [
            *people,
            PaperSheet("各层人数", {"片区": 18, "主要类别": 30, "名单人数": 12, "应抽人数": 12}, strata),
            PaperSheet("抽样方案", {"事项": 22, "内容": 96}, protocol(found, station)),
        ],
    )


def _people(drawn: Iterable[DrawnPerson], station: Station) -> list[Sequence[str]]:
    return [
        (
            str(n),
            person.member.id,
            _area(person.stratum[0], station),
            person.stratum[1],
            person.member.categories or "",
            person.member.level or "",
        )
        for n, person in enumerate(drawn, start=1)
    ]


def _area(id: str, station: Station) -> str:
    return id if id == NO_AREA else station.area(id).name


def protocol(found: Draw, station: Station) -> list[tuple[str, str]]:
    """How the sample was drawn, so that anybody with the list and the seed can draw the same people."""
    first = found.sample[0]
    lines = [
        ("社工站", f"{station.profile.name}（{station.id}）"),
        (
            "名单",
            f"抽样框共{len(station.frame)}人；全部编号按字典序逐行排列后的 SHA-256 为 {found.frame_digest}",
        ),
        ("应抽人数", f"{found.wanted}人，抽出{len(found.sample)}人，另列替补{len(found.reserves)}人"),
        ("种子", str(found.seed)),
        ("分层", "片区×主要类别；一人有几个类别的，取名单中人数最少的一类"),
        ("各层人数", "按名单人数比例，最大余数法；人数够的，每层至少1人"),
        (
            "层内顺序",
            "计算“种子:编号”的 SHA-256，由小到大排列，靠前的抽出，其后同样人数为替补；任何人用同一名单和种子都得到同一结果",
        ),
        (
            "核验示例",
            f"“{found.seed}:{first.member.id}”的 SHA-256 为 {draw_key(found.seed, first.member.id)}",
        ),
        ("替补用法", "联系不上或拒访的，由同一片区、同一主要类别的替补按序替换，并写明原因；不得自行换人"),
        ("软件", f"sweval {__version__}"),
    ]
    if station.nature == "synthetic":
        lines.insert(0, ("数据性质", "示例数据，不涉及真实的人"))
    if not found.mismatches:
        return [*lines, ("名单与所报人数", "相符，或没有可对照的人数")]
    mismatches = "；".join(f"{m.what}名单{m.listed}人、所报{m.stated}人" for m in found.mismatches)
    return [*lines, ("名单与所报人数", f"不符，请先核对：{mismatches}")]
