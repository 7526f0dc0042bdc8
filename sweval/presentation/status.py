"""The status of a report at its point of the process, and the mark printed on every page."""

from __future__ import annotations

from typing import Final

from sweval.domain.disclosure.editions import Edition, about
from sweval.domain.scheme.scheme import Step
from sweval.domain.station.station import Station
from sweval.domain.values.faults import Fault, Refused

STATUS: Final[tuple[tuple[Step, str], ...]] = (
    ("review", "复核后最终"),
    ("notice_end", "公示期满"),
    ("notice_start", "公示中"),
    ("confirmation", "已确认"),
    ("report", "送三方报告"),
)
DRAFT: Final = "初评稿（征求意见）"
DEMONSTRATION: Final = "演示复算"
SAMPLE: Final = "示例数据"


def status(station: Station) -> str:
    """The status at ``as_of``: by the last step that is done, or that the report is a demonstration or a sample."""
    if station.nature == "published":
        return DEMONSTRATION
    if station.nature == "synthetic":
        return SAMPLE
    return next((name for step, name in STATUS if station.has_done(step)), DRAFT)


#: Explanations of the statuses that a reader could misunderstand.
EXPLANATIONS: Final = {
    DEMONSTRATION: (
        "依据已公布的评估报告（以下简称“原报告”）复算，用于演示，不是一次新的评估，不代替原报告；"
        "各方意见据原报告要点改写，以原报告为准。"
    ),
    SAMPLE: "社工站、机构和数据均为虚构，仅作示例。",
}


def explanation(station: Station) -> str:
    """The explanation of the status in one line; empty for a status that needs none."""
    return EXPLANATIONS.get(status(station), "")


def page_mark(station: Station, edition: Edition) -> str:
    """The mark printed on every page: status and edition."""
    return f"{status(station)}｜{about(edition).name}"


def refuse_unconfirmed(station: Station, edition: Edition) -> None:
    """Raise ``Refused`` for a public edition before the bureau's confirmation."""
    confirmed = station.step("confirmation")
    if about(edition).confirmed and not (confirmed and confirmed.done and station.has_done("confirmation")):
        problem = f"截至{station.as_of}没有区民政部门确认评估报告的日期，不能生成公示稿"
        remedy = "请在确认后补填完成日期"
        raise Refused([Fault("process.csv", column="confirmation", problem=problem, remedy=remedy)])
