"""The policy, as data: the figures, rows and columns that each edition may contain, and the smallest counts shown.

``docs/disclosure.md`` is generated from it. Other code may restrict the editions of a figure further, never extend
them.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from sweval.domain.disclosure.editions import (
    ALL,
    NOT_PUBLIC,
    OFFICIAL,
    WORKING,
    Edition,
    Editions,
    is_handed_over,
)
from sweval.domain.values.row import Row

#: The minimum count of people by category and area, or by group and answer, shown outside the working papers.
MIN_CROSSED: Final = 5
#: The minimum count of answers of a group, in any edition; smaller groups are pooled.
MIN_POOLED: Final = 10
#: The minimum number of experts for which an area's score is shown outside the working papers: one expert's score would
#: be disclosed, or each of two could derive the other's.
MIN_EXPERTS: Final = 3
#: Decimals of the shares of groups, in per cent.
SHARE_DECIMALS: Final = 1


class PolicyRow(NamedTuple):
    """The editions that may contain a figure, and what it is."""

    editions: Editions
    what: str
    #: How readers of the other editions can derive it from what these show; empty where they can't.
    derived_from: str = ""


_TEXTS: Final = PolicyRow(WORKING, "对评估方自己文字的检查", "正文所载的文字")
_RATES: Final = PolicyRow(NOT_PUBLIC, "所报完成率的核对", "所列完成量、约定量与所报完成率相比")
_FORECASTS: Final = PolicyRow(NOT_PUBLIC, "合同期末的预测", "完成率与序时进度相比")
_ROBUST: Final = PolicyRow(WORKING, "等级的稳健性", "所列各项得分照另一种办法合计")
_TARGETS: Final = PolicyRow(WORKING, "评委评了几项", "所评的内容和片区的个数")
_ROSTER: Final = PolicyRow(NOT_PUBLIC, "名册中的人员变动与培训")
_IN_POST: Final = PolicyRow(NOT_PUBLIC, "名册中的在岗人数", "各月实配人数")
_ANSWERS: Final = PolicyRow(NOT_PUBLIC, "满意度的分组情况")
_WEIGHTED: Final = PolicyRow(NOT_PUBLIC, "作答人的构成与加权")

#: The figures that only some editions may contain, by id, with ``*`` for any text; all editions contain other figures.
FIGURES: Final[dict[str, PolicyRow]] = {
    "check.claim.*": PolicyRow(NOT_PUBLIC, "社工站数据与所填合计、比率的核对"),
    "check.contradiction.*": _TEXTS,
    "check.findings.*": _TEXTS,
    "check.proof.*": _TEXTS,
    "check.rate.*": _RATES,
    "check.rates": _RATES,
    "check.rates.*": _RATES,
    "check.recurring.*": PolicyRow(NOT_PUBLIC, "多个片区共有的关注", "正文所载各片区的意见"),
    "check.unlike.*": _RATES,
    "coverage.place.*": PolicyRow(NOT_PUBLIC, "各片区的人次"),
    "coverage.category.*.persons": PolicyRow(NOT_PUBLIC, "各类人群的人数"),
    "coverage.category.*": PolicyRow(WORKING, "各类人群的建档、计划和走访率"),
    "coverage.cell.*.persons": PolicyRow(NOT_PUBLIC, "各类人群在各片区的人数"),
    "coverage.cell.*": PolicyRow(WORKING, "各类人群在各片区的建档、计划和走访率"),
    "coverage.gap.*": PolicyRow(WORKING, "某类人群在某片区未建档、未走访的人数"),
    "finance.elapsed": PolicyRow(NOT_PUBLIC, "经费表统计期的序时进度", "合同期与统计期的日期"),
    "finance.*": PolicyRow(NOT_PUBLIC, "经费"),
    "panel.complete": _TARGETS,
    "panel.expert.*.targets": _TARGETS,
    "panel.targets": _TARGETS,
    "panel.*": PolicyRow(WORKING, "评委的偏离与一致性"),
    "progress.*.forecast": _FORECASTS,
    "progress.*.forecast_interval": _FORECASTS,
    "progress.*.outlook": _FORECASTS,
    "rectify.*": PolicyRow(NOT_PUBLIC, "整改"),
    "robust.panels.*": PolicyRow(WORKING, "换一组评委时的等级"),
    "robust.same": PolicyRow(NOT_PUBLIC, "各种设定下等级有无改变", "所列各项得分照另一种办法合计"),
    "robust.*": _ROBUST,
    "rule.out_of_line": _RATES,
    "satisfaction.by.*": _ANSWERS,
    "satisfaction.mix": _WEIGHTED,
    "satisfaction.weighted.effective": PolicyRow(
        NOT_PUBLIC, "加权后相当于几人作答", "构成与总体相近时，即作答人数"
    ),
    "satisfaction.weighted*": _WEIGHTED,
    "schedule.complaints*": PolicyRow(NOT_PUBLIC, "异议与投诉"),
    "schedule.*.state": PolicyRow(NOT_PUBLIC, "各环节是否逾期", "完成日期与规定时限相比"),
    "schedule.review.*.after": PolicyRow(NOT_PUBLIC, "复核后的评分", "现行的评分"),
    "schedule.review.*": PolicyRow(NOT_PUBLIC, "复核前的评分"),
    "score.*.expert.*": PolicyRow(WORKING, "评委个人评分"),
    "score.*.rater.*": PolicyRow(WORKING, "评分者个人评分"),
    "score.to_lower": PolicyRow(NOT_PUBLIC, "与等级界限的距离", "总分与等级界限之差"),
    "score.to_next": PolicyRow(NOT_PUBLIC, "与等级界限的距离", "总分与等级界限之差"),
    "self.*": PolicyRow(WORKING, "社工站自评"),
    "staff.at_start": _IN_POST,
    "staff.joined": _ROSTER,
    "staff.left": _ROSTER,
    "staff.long*": _ROSTER,
    "staff.now": _IN_POST,
    "staff.retention": _ROSTER,
    "staff.stayed": _ROSTER,
    "staff.training*": _ROSTER,
    "station.operating_months": PolicyRow(WORKING, "对评估方自己文字的检查", "合同期的日期"),
}
#: The measures of vetoes whose values only some editions may contain; all editions contain the verdicts.
MEASURES: Final[dict[str, PolicyRow]] = {
    "personnel_share": PolicyRow(NOT_PUBLIC, "人员费用占比"),
    "overdue_rectification": PolicyRow(NOT_PUBLIC, "整改不及时、不到位的项数"),
}

#: The tables whose rows only some editions print, with the reason.
ROWS: Final[dict[str, tuple[Editions, str]]] = {
    "experts": (WORKING, "评委是谁、是否回避"),
    "raters": (WORKING, "评分者是谁"),
    "self_scores": (WORKING, "社工站自评"),
    "staff": (WORKING, "一人一行"),
    "notes": (WORKING, "个案记录"),
    "frame": (WORKING, "一人一行"),
    "coverage": (WORKING, "人群与片区交叉的人数"),
    "complaints": (NOT_PUBLIC, "异议与投诉"),
    "finance": (NOT_PUBLIC, "经费"),
    "feedback": (NOT_PUBLIC, "对初评意见的反馈"),
    "rectification": (NOT_PUBLIC, "整改"),
    "reviews": (NOT_PUBLIC, "复核"),
    "claims": (NOT_PUBLIC, "社工站数据与所填合计、比率的核对"),
}
#: By table, the columns whose filled-in rows only the working papers print; where values are listed, rows with one of
#: these.
ROWS_WITH: Final[dict[str, tuple[dict[str, tuple[str, ...]], str]]] = {
    "scores": ({"expert": (), "rater": ()}, "评委和评分者的个人评分"),
    "leaf_inputs": ({"expert": (), "rater": ()}, "评委和评分者的个人评分"),
    "satisfaction": ({"area": (), "category": (), "id": ()}, "按片区、人群或逐份列出的答卷"),
    "claims": ({"about": ("report",)}, "对评估方自己文字的检查"),
}
#: By table, the columns in which rows must not differ outside the working papers: the answers of groups are shown as
#: shares, where these disclose no small count.
GROUPED_ROWS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "satisfaction": (("group", "mode", "area", "category"), "分组列出的答卷")
}
#: The columns that only some editions print, of a table or (``*``) of any table.
COLUMNS: Final[dict[tuple[str, str], tuple[Editions, str]]] = {
    ("*", "expert"): (WORKING, "评委是谁"),
    ("*", "rater"): (WORKING, "评分者是谁"),
    ("*", "id"): (WORKING, "引用编号"),
    ("process", "note"): (NOT_PUBLIC, "可能写明谁提出异议、何事逾期"),
}

#: Other contents that only some editions show, by name.
PASSAGES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    # Parts of the report, by key in the outline.
    "verification": (NOT_PUBLIC, "社工站数据核实事项"),
    "chain": (NOT_PUBLIC, "评估流程、异议与复核"),
    "rectification": (NOT_PUBLIC, "整改落实与意见建议清单"),
    "self_evaluation": (WORKING, "自评与评估的比较"),
    "panel": (WORKING, "评分偏离与一致性"),
    "robustness": (WORKING, "等级的稳健性"),
    "proof": (WORKING, "报告文字与数字自查"),
    # Passages within parts.
    "answers_by_group": (NOT_PUBLIC, "满意度的分组情况"),
    "coverage_counts": (OFFICIAL, "各类人群在各片区的人数表（工作底稿列各率和缺口）"),
    "coverage_rates": (WORKING, "各类人群的建档、计划和走访率"),
    "experts_by_code": (WORKING, "评委的代号"),
    "file_names": (WORKING, "数据文件的名称"),
    "forecasts": (NOT_PUBLIC, "合同期末的预测"),
    "making": (WORKING, "记录格式与随机数种子"),
    "order": (WORKING, "目录页按总分排列"),
    "other_pages": (WORKING, "目录页上的区域汇总"),
    "own_faults": (WORKING, "评估方文字与数据中的问题"),
    "own_scores_missing": (WORKING, "未提供评委个人评分"),
    "reminders": (NOT_PUBLIC, "目录页上的情形与时限"),
    "to_verify": (NOT_PUBLIC, "所报完成率的核对"),
    "why_not_made": (WORKING, "目录页上没有报告的站，数据中的问题"),
}


_ROWS: Final = tuple(FIGURES.values())
_PATTERN: Final = re.compile("|".join(f"({fnmatch.translate(pattern)})" for pattern in FIGURES))


@lru_cache(maxsize=4096)
def _policy_of(id: str) -> PolicyRow | None:
    """The row of the first pattern of :data:`FIGURES` that a figure's id matches."""
    found = _PATTERN.fullmatch(id)
    return _ROWS[(found.lastindex or 0) - 1] if found else None


def figure_editions(id: str) -> Editions:
    """The editions that may contain a figure.

    >>> figure_editions("score.total"), figure_editions("panel.alpha")
    (('working', 'official', 'public'), ('working',))
    """
    row = _policy_of(id)
    return row.editions if row else ALL


def measure_editions(measure: str) -> Editions:
    """The editions that may contain the value of a veto's measure."""
    return MEASURES[measure].editions if measure in MEASURES else ALL


def can_be_derived(id: str) -> bool:
    """Whether readers of every edition are shown a figure or can derive it."""
    row = _policy_of(id)
    return row is None or bool(row.derived_from)


def shows(edition: str, passage: str) -> bool:
    """Whether an edition shows a part of the report or a passage of :data:`PASSAGES`."""
    editions, _ = PASSAGES.get(passage, (ALL, ""))
    return edition in editions


def prints_table(table: str, edition: Edition) -> bool:
    """Whether an edition may print any rows of a table."""
    return edition in ROWS.get(table, (ALL, ""))[0]


def may_print(row: Row, edition: Edition) -> bool:
    """Whether an edition may print a row of the data."""
    if not prints_table(row.table, edition):
        return False
    if not is_handed_over(edition) or row.table not in ROWS_WITH:
        return True
    columns, _ = ROWS_WITH[row.table]
    return not any(
        (value := getattr(row, column)) is not None and (not restricted or value in restricted)
        for column, restricted in columns.items()
    )


def printable(rows: Sequence[Row], edition: Edition) -> tuple[Row, ...]:
    """The rows of one table that an edition may print."""
    if rows and is_handed_over(edition) and rows[0].table in GROUPED_ROWS:
        columns, _ = GROUPED_ROWS[rows[0].table]
        if any(len({getattr(row, column) for row in rows}) > 1 for column in columns):
            return ()
    return tuple(row for row in rows if may_print(row, edition))


def may_print_column(table: str, column: str, edition: Edition) -> bool:
    """Whether an edition may print a column of a table."""
    for key in ((table, column), ("*", column)):
        if key in COLUMNS:
            return edition in COLUMNS[key][0]
    return True


#: The tables of raters.
RATER_TABLES: Final = ("experts", "raters")


def may_cite_file(file: str, edition: Edition) -> bool:
    """Whether a figure may cite a file as its source; the files about raters only where their rows are printed."""
    table = file.removesuffix(".csv")
    return table not in RATER_TABLES or prints_table(table, edition)
