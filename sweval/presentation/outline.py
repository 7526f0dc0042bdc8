"""The report's outline: its parts in order and their numbers as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sweval.blocks import Contents, Entry, Heading
from sweval.domain.scheme import STAGES
from sweval.evaluation import Evaluation
from sweval.presentation.words import chinese_number


@dataclass(frozen=True)
class Part:
    """A part (level 1, 一、) or section (level 2, （一）) of the report, or an appendix."""

    key: str
    level: int
    title: str
    appendix: bool = False


PARTS: Final[tuple[Part, ...]] = (
    Part("background", 1, "{stage}评估背景"),
    Part("basis", 2, "评估依据"),
    Part("principles", 2, "评估原则"),
    Part("stages", 2, "评估阶段"),
    Part("content", 2, "评估内容"),
    Part("result_rules", 2, "评估结果说明"),
    Part("review", 1, "评估总结"),
    Part("profile", 2, "社工站基本情况"),
    Part("progress", 2, "各项目服务进度情况"),
    Part("operations", 2, "项目运营管理"),
    Part("outcome", 2, "服务成效和服务监测情况"),
    Part("quality", 2, "服务质量情况"),
    Part("purchaser", 2, "购买方反馈情况"),
    Part("supervision_centre", 2, "督导中心反馈"),
    Part("feedback", 1, "评估反馈"),
    Part("grade", 1, "评估等级"),
    Part("conclusion", 1, "结语"),
    Part("rules", 1, "计算方法与规则", appendix=True),
    Part("trace", 1, "评分计算过程", appendix=True),
    Part("verification", 1, "社工站数据核实事项", appendix=True),
    Part("chain", 1, "评估流程、异议与复核", appendix=True),
    Part("rectification", 1, "整改落实与意见建议清单", appendix=True),
    Part("self_evaluation", 1, "自评与评估的比较", appendix=True),
    Part("panel", 1, "评分偏离与一致性", appendix=True),
    Part("robustness", 1, "等级的稳健性", appendix=True),
    Part("proof", 1, "报告文字与数字自查", appendix=True),
    Part("sources", 1, "数字来源", appendix=True),
    Part("data", 1, "原始数据", appendix=True),
    Part("versions", 1, "版本", appendix=True),
)

#: Parts that stand before the outline and have no number, for ``text.yaml``.
UNNUMBERED: Final = ("summary", "preface")
OWN_TEXT_SECTIONS: Final = (*UNNUMBERED, *(part.key for part in PARTS if not part.appendix))


def headings(evaluation: Evaluation) -> dict[str, Heading]:
    """The heading of every part that is shown, by key, numbered in order."""
    found: dict[str, Heading] = {}
    counts = {"part": 0, "section": 0, "appendix": 0}
    for part in PARTS:
        if not evaluation.shows(part.key):
            continue
        title = part.title.format(stage=STAGES[evaluation.station.assessment.stage])
        found[part.key] = Heading(part.level, _number(part, counts) + title, f"s-{part.key}")
    return found


def _number(part: Part, counts: dict[str, int]) -> str:
    if part.appendix:
        counts["appendix"] += 1
        return f"附录{chinese_number(counts['appendix'])} "
    if part.level == 1:
        counts["part"] += 1
        counts["section"] = 0
        return f"{chinese_number(counts['part'])}、"
    counts["section"] += 1
    return f"（{chinese_number(counts['section'])}）"


def contents(evaluation: Evaluation) -> Contents:
    """The table of contents."""
    return Contents(tuple(Entry(h.level, h.text, h.anchor) for h in headings(evaluation).values()))
