"""Texts of invented findings: strengths and concerns of each subject of the service, composed of parts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sweval.domain.station.rows import Finding
from sweval.domain.values.parties import Party, Section

#: Subjects of findings: theme, section, dimension, and name.
SUBJECTS: Final[tuple[tuple[str, Section, str, str], ...]] = (
    ("case_records", "quality", "个案服务", "个案档案"),
    ("case_goals", "quality", "个案服务", "个案目标"),
    ("group_plans", "quality", "小组服务", "小组方案"),
    ("group_reviews", "quality", "小组服务", "小组总结"),
    ("community_events", "quality", "社区活动", "社区活动"),
    ("needs", "quality", "需求评估", "需求评估"),
    ("visits", "quality", "探访", "入户探访记录"),
    ("referrals", "quality", "资源链接", "转介记录"),
    ("volunteers", "quality", "志愿服务", "志愿者队伍"),
    ("service_volumes", "progress", "服务执行", "服务量统计"),
    ("schedule_of_work", "progress", "服务执行", "服务进度"),
    ("supervision", "operations", "督导", "督导记录"),
    ("training", "operations", "人员培养", "继续教育"),
    ("staffing", "operations", "人员管理", "人员配备"),
    ("rules", "operations", "行政管理", "内部制度"),
    ("files", "operations", "行政管理", "档案管理"),
    ("publicity", "operations", "宣传", "服务宣传"),
    ("outcome_measures", "outcome", "成效", "成效测量"),
    ("satisfaction_follow_up", "outcome", "监测", "满意度跟进"),
    ("monitoring", "outcome", "监测", "服务监测"),
    ("cooperation", "purchaser", "配合", "与镇村的配合"),
    ("coaching", "supervision_centre", "督导反馈", "督导意见的落实"),
)
#: The author by section, where it isn't the evaluator.
AUTHORS: Final[dict[Section, Party]] = {"purchaser": "purchaser", "supervision_centre": "supervision_centre"}
STRENGTHS: Final = (
    "{}内容完整，前后一致。",
    "{}按计划推进，有据可查。",
    "{}有专人负责，更新及时。",
    "{}做法较成熟，可供其他站点参考。",
    "{}较上期有明显改进。",
)
CONCERNS: Final = (
    ("{}不够完整，部分内容缺失。", "对照要求逐项补齐，并由专人复核。"),
    ("{}更新不够及时。", "明确更新时限，按月检查。"),
    ("{}各片区做法不一，标准有待统一。", "制定统一的范本，组织一次集中学习。"),
    ("{}流于形式，针对性有待加强。", "结合服务对象的实际情况改写，由督导审阅。"),
    ("{}与约定的要求仍有差距。", "列出差距清单，逐项明确完成时间。"),
)


def phrases() -> Iterator[Finding]:
    """A finding without id for every phrase, in a fixed order."""
    for theme, section, dimension, name in SUBJECTS:
        author = AUTHORS.get(section, "evaluator")
        finding = partial(Finding, id="", theme=theme, section=section, dimension=dimension, author=author)
        for text in STRENGTHS:
            yield finding(kind="strength", text=text.format(name))
        for text, advice in CONCERNS:
            yield finding(kind="concern", text=text.format(name), recommendation=f"{name}：{advice}")
