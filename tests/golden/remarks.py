"""Everything that is remarked on texts with every kind of fault: which cell, what is the matter, what it was held against.

Kept as a text that can be read through: whether each remark can be understood and found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import sweval
from sweval.analysis.text.findings import contradictions
from sweval.analysis.text.proofing import KINDS, Remark, proof
from sweval.analysis.text.similarity import similar_findings, similar_notes
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.rows import CaseNote, Feedback, Finding
from sweval.domain.station.station import OwnText, Station
from sweval.domain.values.row import Cell
from tests.build import numbered, with_findings
from tests.spec.test_likeness_and_proof import found

ROOT: Final = Path(__file__).resolve().parents[2]
KEPT: Final = Path(__file__).with_name("remarks.txt")
#: Names of other stations and operators, as a project at hand knows them.
OTHERS: Final = ("示例乙街社工站", "示例社会工作服务中心")
MAPS: Final = "社区地图采用“三图合一”的画法，没有按标准分别绘制。各村应分别绘制；另附说明。"
NEAR: Final = "社区地图采用“三图合一”画法，没有按标准分别绘制。各村宜分别绘制；另附说明。"


def told(station: Station, scheme: Scheme) -> str:
    """Every remark, one on a line."""
    some = written(station)
    figures = sweval.evaluate(some, scheme, sweval.load_calendar(ROOT)).figures
    remarks = proof(some, figures, contradictions(some), similar_findings(some), similar_notes(some), OTHERS)
    return "".join(map(_lines, remarks))


def written(station: Station) -> Station:
    """The station with findings, feedback, notes and a paragraph of its own that give rise to each kind of remark."""
    notes = (
        "个案围绕家庭关系，已跟进3次，目标基本达成。",
        "个案围绕家庭关系，已跟进3次，目标基本达成。",
        "个案围绕家庭关系，已跟进5次，目标基本达成。",
        "志愿者队伍培育有待加强，骨干较少。",
    )
    said = Feedback(
        row=2,
        party="station",
        channel="draft",
        objection=True,
        comment="请联系13800138000。",
        handling="已回复示例乙街社工站。",
    )
    own = OwnText(
        section="conclusion",
        mode="add",
        author="评估方",
        text="沙湾镇社工站总体良好，划分为6个片区。",
        line=3,
    )
    return replace(
        with_findings(station, *_findings()),
        notes=numbered(CaseNote(row=2, id=f"c{n}", text=text) for n, text in enumerate(notes, start=1)),
        feedback=(said,),
        own_text=(own,),
    )


def _findings() -> Iterator[Finding]:
    rows = [  # area, section, kind, theme, text, recommendation, evidence
        ("a1", "quality", "concern", "maps", MAPS, "分别绘制。", "P-1"),
        ("a2", "quality", "concern", "maps", MAPS, None, "P-2"),
        ("a3", "quality", "strength", "files", "档案已按类别建立，内容完整齐全。附有目录。", None, None),
        (None, "outcome", "concern", "files", "档案未按类别建立，内容完整齐全。附有目录。", "补建。", None),
        ("a3", "quality", "concern", "files", "档案较少；更新不及时。", "补建。", "P-3"),
        (None, "outcome", "strength", "maps", "社区地图“齐全”。", None, "P-9"),
        (None, "operations", "concern", "drawings", NEAR, "分别绘制。", "P-4"),
        (
            None,
            "purchaser",
            "concern",
            "publicity",
            "宣传较少，家访1421人次，由和悦统一安排。",
            "加强。",
            "P-5",
        ),
        (
            None,
            "purchaser",
            "concern",
            "training",
            "培训较少，125人接受满意度调查，满意度达99%，较高。",
            "加强。",
            "P-6",
        ),
        (None, "conclusion", "concern", "maps", "全站社区地图有待完善。须重绘。", "重绘。", "P-7"),
        (None, "conclusion", "concern", "files", "档案建立有待完善。", "补建。", "P-8"),
    ]
    for number, (area, section, kind, theme, text, recommendation, evidence) in enumerate(rows, start=1):
        made = found(
            text,
            area=area,
            id=f"f{number}",
            kind=kind,
            theme=theme,
            section=section,
            recommendation=recommendation,
        )
        yield replace(made, evidence=evidence)


def _lines(remark: Remark) -> str:
    against = [*map(_place, remark.cells), *remark.figures]
    return f"{KINDS[remark.kind]}\n  {_place(remark.cell)}：{remark.message}\n" + "".join(
        f"  {place}\n" for place in against
    )


def _place(cell: Cell) -> str:
    return f"{cell.file} {cell.row} {cell.column}"
