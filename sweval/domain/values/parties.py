"""The parties of an evaluation, and the sections of a report that findings belong to."""

from __future__ import annotations

from typing import Final, Literal

Section = Literal[
    "progress", "operations", "outcome", "quality", "purchaser", "supervision_centre", "bureau", "conclusion"
]
SECTIONS: Final[dict[Section, str]] = {
    "progress": "各项目服务进度情况",
    "operations": "项目运营管理",
    "outcome": "服务成效和服务监测情况",
    "quality": "服务质量情况",
    "purchaser": "购买方反馈情况",
    "supervision_centre": "督导中心反馈",
    "bureau": "监督方反馈情况",
    "conclusion": "结语",
}
PARTIES: Final = {
    "evaluator": "评估方",
    "purchaser": "购买方",
    "supervision_centre": "督导中心",
    "bureau": "监督方",
    "station": "社工站",
}
Party = Literal["evaluator", "purchaser", "supervision_centre", "bureau", "station"]
