"""What invented findings say: strengths and concerns of each subject of the service, made of parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from sweval.domain.parties import Section


@dataclass(frozen=True)
class Subject:
    """What a finding is about: its theme, the section it stands in, and how it is called."""

    theme: str
    section: Section
    dimension: str
    name: str


@dataclass(frozen=True)
class Phrase:
    """One finding's text, with what is recommended where it is a concern."""

    subject: Subject
    kind: Literal["strength", "concern"]
    text: str
    recommendation: str = ""


SUBJECTS: Final = (
    Subject("case_records", "quality", "个案服务", "个案档案"),
    Subject("case_goals", "quality", "个案服务", "个案目标"),
    Subject("group_plans", "quality", "小组服务", "小组方案"),
    Subject("group_reviews", "quality", "小组服务", "小组总结"),
    Subject("community_events", "quality", "社区活动", "社区活动"),
    Subject("needs", "quality", "需求评估", "需求评估"),
    Subject("visits", "quality", "探访", "入户探访记录"),
    Subject("referrals", "quality", "资源链接", "转介记录"),
    Subject("volunteers", "quality", "志愿服务", "志愿者队伍"),
    Subject("service_volumes", "progress", "服务执行", "服务量统计"),
    Subject("schedule_of_work", "progress", "服务执行", "服务进度"),
    Subject("supervision", "operations", "督导", "督导记录"),
    Subject("training", "operations", "人员培养", "继续教育"),
    Subject("staffing", "operations", "人员管理", "人员配备"),
    Subject("rules", "operations", "行政管理", "内部制度"),
    Subject("files", "operations", "行政管理", "档案管理"),
    Subject("publicity", "operations", "宣传", "服务宣传"),
    Subject("outcome_measures", "outcome", "成效", "成效测量"),
    Subject("satisfaction_follow_up", "outcome", "监测", "满意度跟进"),
    Subject("monitoring", "outcome", "监测", "服务监测"),
    Subject("cooperation", "purchaser", "配合", "与镇村的配合"),
    Subject("coaching", "supervision_centre", "督导反馈", "督导意见的落实"),
)
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


def phrases() -> Iterator[Phrase]:
    """Every phrase there is, in one fixed order."""
    for subject in SUBJECTS:
        for text in STRENGTHS:
            yield Phrase(subject, "strength", text.format(subject.name))
        for text, advice in CONCERNS:
            yield Phrase(subject, "concern", text.format(subject.name), f"{subject.name}：{advice}")
