"""What each edition may hold of figures, rows and columns, and how small a count may be shown: the policy, as data.

``docs/disclosure.md`` shows it to readers. A figure of the code may be held back further, never let out.
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

#: Fewer people than this in one category of one area, or in one answer of one group, are not shown outside the working papers.
LEAST_CROSSED: Final = 5
#: Fewer answers than this are never told alone, in any edition: they are put together.
LEAST_POOLED: Final = 10
#: An area that fewer experts than this scored has no score of its own outside the working papers: it would be an expert's,
#: or one of two could reckon the other's.
LEAST_EXPERTS: Final = 3
#: Decimals of the shares of groups, in per cent.
SHARE_DECIMALS: Final = 1


class PolicyRow(NamedTuple):
    """Who may hold a figure, and what it is."""

    editions: Editions
    what: str
    #: An edition that doesn't say it shows what it is reckoned from, and how; empty: it can't be reckoned from what is shown.
    reckoned: str = ""


_TEXTS: Final = PolicyRow(WORKING, "对评估方自己文字的检查", "正文所载的文字")
_RATES: Final = PolicyRow(NOT_PUBLIC, "所报完成率的核对", "所列完成量、约定量与所报完成率相比")
_FORECASTS: Final = PolicyRow(NOT_PUBLIC, "合同期末的预测", "完成率与序时进度相比")
_ROBUST: Final = PolicyRow(WORKING, "等级的稳健性", "所列各项得分照另一种办法合计")
_TARGETS: Final = PolicyRow(WORKING, "评委评了几项", "所评的内容和片区的个数")
_ROSTER: Final = PolicyRow(NOT_PUBLIC, "名册中的人员变动与培训")
_IN_POST: Final = PolicyRow(NOT_PUBLIC, "名册中的在岗人数", "各月实配人数")
_ANSWERS: Final = PolicyRow(NOT_PUBLIC, "满意度的分组情况")
_WEIGHTED: Final = PolicyRow(NOT_PUBLIC, "作答人的构成与加权")

#: Which figures only some editions may hold, by id: ``*`` stands for any part of one. What is not named, all may.
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
#: What a rule of the scheme measures: who may hold what came of it. That it is so, or isn't, all may hold.
MEASURES: Final[dict[str, PolicyRow]] = {
    "personnel_share": PolicyRow(NOT_PUBLIC, "人员费用占比"),
    "overdue_rectification": PolicyRow(NOT_PUBLIC, "整改不及时、不到位的项数"),
}

#: Rows of the data that only some editions print, by table; the text says why.
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
#: Rows that fill in one of these columns (or, where values are given, with one of them) are for the working papers alone.
ROWS_WITH: Final[dict[str, tuple[dict[str, tuple[str, ...]], str]]] = {
    "scores": ({"expert": (), "rater": ()}, "评委和评分者的个人评分"),
    "leaf_inputs": ({"expert": (), "rater": ()}, "评委和评分者的个人评分"),
    "satisfaction": ({"area": (), "category": (), "id": ()}, "按片区、人群或逐份列出的答卷"),
    "claims": ({"about": ("report",)}, "对评估方自己文字的检查"),
}
#: Tables whose rows, where they differ in one of these columns, are for the working papers alone: what each group said is
#: told as shares, where no few are given away by it.
ROWS_APART: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "satisfaction": (("group", "mode", "area", "category"), "分组列出的答卷")
}
#: Columns that only some editions print, of one table or (``*``) of any.
COLUMNS: Final[dict[tuple[str, str], tuple[Editions, str]]] = {
    ("*", "expert"): (WORKING, "评委是谁"),
    ("*", "rater"): (WORKING, "评分者是谁"),
    ("*", "id"): (WORKING, "引用编号"),
    ("process", "note"): (NOT_PUBLIC, "可能写明谁提出异议、何事逾期"),
}


#: What pages say beside figures and rows, by name. What is not named, all may say.
PASSAGES: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    # Parts of the report, by their keys in the outline.
    "verification": (NOT_PUBLIC, "社工站数据核实事项"),
    "chain": (NOT_PUBLIC, "评估流程、异议与复核"),
    "rectification": (NOT_PUBLIC, "整改落实与意见建议清单"),
    "self_evaluation": (WORKING, "自评与评估的比较"),
    "panel": (WORKING, "评分偏离与一致性"),
    "robustness": (WORKING, "等级的稳健性"),
    "proof": (WORKING, "报告文字与数字自查"),
    # Within parts.
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


@lru_cache(maxsize=4096)
def figure_editions(id: str) -> Editions:
    """The editions that may hold a figure; the first pattern of :data:`FIGURES` that fits counts.

    >>> figure_editions("score.total"), figure_editions("panel.alpha")
    (('working', 'official', 'public'), ('working',))
    """
    found = _PATTERN.fullmatch(id)
    return _EDITIONS[(found.lastindex or 0) - 1] if found else ALL


_EDITIONS: Final = tuple(held.editions for held in FIGURES.values())
_PATTERN: Final = re.compile("|".join(f"({fnmatch.translate(one)})" for one in FIGURES))


def measure_editions(measure: str) -> Editions:
    """The editions that may hold what a measure of the scheme came to."""
    return MEASURES[measure].editions if measure in MEASURES else ALL


def can_be_reckoned(id: str) -> bool:
    """Whether a figure follows from what every edition shows, so that its being left out hides nothing."""
    found = _PATTERN.fullmatch(id)
    return not found or bool(tuple(FIGURES.values())[(found.lastindex or 0) - 1].reckoned)


def shows(edition: str, passage: str) -> bool:
    """Whether an edition says what :data:`PASSAGES` names, a part of the report or something within one."""
    editions, _ = PASSAGES.get(passage, (ALL, ""))
    return edition in editions


def prints_table(table: str, edition: Edition) -> bool:
    """Whether an edition may print rows of a table at all."""
    return edition in ROWS.get(table, (ALL, ""))[0]


def may_print(row: Row, edition: Edition) -> bool:
    """Whether an edition may print a row of the data."""
    if not prints_table(row.table, edition):
        return False
    if not is_handed_over(edition) or row.table not in ROWS_WITH:
        return True
    telling, _ = ROWS_WITH[row.table]
    told = {column: getattr(row, column) for column in telling}
    return not any(
        value is not None and (not telling[column] or value in telling[column])
        for column, value in told.items()
    )


def printable(rows: Sequence[Row], edition: Edition) -> tuple[Row, ...]:
    """The rows of one table that an edition may print."""
    if rows and is_handed_over(edition) and rows[0].table in ROWS_APART:
        columns, _ = ROWS_APART[rows[0].table]
        if any(len({getattr(row, column) for row in rows}) > 1 for column in columns):
            return ()
    return tuple(row for row in rows if may_print(row, edition))


def may_print_column(table: str, column: str, edition: Edition) -> bool:
    """Whether an edition may print a column of a table."""
    for key in ((table, column), ("*", column)):
        if key in COLUMNS:
            return edition in COLUMNS[key][0]
    return True


def may_name_file(file: str, edition: Edition) -> bool:
    """Whether a figure may say that it was read from a file: some files are about those who scored."""
    table = file.removesuffix(".csv")
    return table not in SCORERS or prints_table(table, edition)


#: Tables of those who scored: other editions don't say that a figure rests on them.
SCORERS: Final = ("experts", "raters")
