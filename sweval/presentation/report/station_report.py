"""The station report: its parts in order, with a method for each cell of the notebook."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, partial
from typing import Any, Final

from sweval.blocks import Block, Blocks
from sweval.blocks.walk import cites_of
from sweval.domain.disclosure.editions import Edition
from sweval.domain.scheme.scheme import STAGES
from sweval.evaluation import Evaluation
from sweval.presentation import own_text
from sweval.presentation.citations import figure_anchor
from sweval.presentation.outline import Part, Report
from sweval.presentation.report.stated import Stated, stated
from sweval.presentation.stated_counts import refuse_stated_counts
from sweval.presentation.station import (
    background,
    chain,
    checks,
    closing,
    diagnosis,
    front,
    opinions,
    outcome,
    profile,
    progress,
    rules,
    sources,
)
from sweval.presentation.status import refuse_unconfirmed

#: The policy lists by key which editions contain a part.
PARTS: Final = (
    Part("cover", "封面", front.cover, level=0),
    Part("summary", "评估结果摘要", front.summary, level=0),
    Part("contents", "目录", level=0),
    Part("preface", "前言", front.preface, level=0),
    Part("background", "{stage}评估背景", background.background),
    Part("basis", "评估依据", background.basis, level=2),
    Part("principles", "评估原则", background.principles, level=2),
    Part("stages", "评估阶段", background.stages, level=2),
    Part("content", "评估内容", background.content, level=2),
    Part("result_rules", "评估结果说明", background.result_rules, level=2),
    Part("review", "评估总结"),
    Part("profile", "社工站基本情况", level=2),
    Part("progress", "各项目服务进度情况", progress.progress, level=2),
    Part("operations", "项目运营管理", opinions.operations, level=2),
    Part("outcome", "服务成效和服务监测情况", outcome.outcome, level=2),
    Part("quality", "服务质量情况", outcome.quality, level=2),
    Part("purchaser", "购买方反馈情况", partial(opinions.of_party, "purchaser"), level=2),
    Part("supervision_centre", "督导中心反馈", partial(opinions.of_party, "supervision_centre"), level=2),
    Part("feedback", "评估反馈", closing.feedback),
    Part("grade", "评估等级", closing.grade),
    Part("conclusion", "结语"),
    Part("rules", "计算方法与规则", rules.rules, appendix=True),
    Part("trace", "评分计算过程", rules.trace, appendix=True),
    Part("verification", "社工站数据核实事项", checks.verification, appendix=True),
    Part("chain", "评估流程、异议与复核", chain.chain, appendix=True),
    Part("rectification", "整改落实与意见建议清单", chain.rectification, appendix=True),
    Part("self_evaluation", "自评与评估的比较", checks.self_evaluation, appendix=True),
    Part("panel", "评分偏离与一致性", diagnosis.panel, appendix=True),
    Part("robustness", "等级的稳健性", diagnosis.robustness, appendix=True),
    Part("proof", "报告文字与数字自查", checks.proof, appendix=True),
    Part("sources", "数字来源", sources.sources, appendix=True),
    Part("data", "原始数据", sources.data, appendix=True),
    Part("versions", "版本", sources.versions, appendix=True),
)
#: The parts that ``text.yaml`` may add text to.
OWN_TEXT: Final = tuple(p.key for p in PARTS if not p.appendix and p.key not in ("cover", "contents"))


class Withheld(ValueError):
    """A block cites a figure that its edition withholds: a bug, never a fault in the data."""


class StationReport(Report):
    """The report of one evaluation in one edition, by default the edition of the evaluation's view.

    Raises ``Refused`` for an unknown edition, for a public edition before the bureau's confirmation, for an unknown
    section or placeholder in ``text.yaml``, and for a text that states a count which the edition withholds.
    """

    _parts = PARTS

    def __init__(self, evaluation: Evaluation, edition: Edition | None = None) -> None:
        self.evaluation = seen = evaluation.seen_by(edition or evaluation.edition)
        refuse_unconfirmed(seen.station, seen.edition)
        own_text.check(seen, OWN_TEXT)
        refuse_stated_counts(seen)
        shown = (part for part in PARTS if seen.shows(part.key))
        super().__init__(seen, seen.edition, shown, stage=STAGES[seen.station.assessment.stage])
        self._withheld = set(map(figure_anchor, seen.figures.withheld))

    def record(self) -> Stated:
        """Record, card and lines for programs; the run takes them from the cell that shows them."""
        return self._stated

    def __repr__(self) -> str:
        return repr(self.record())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return self.record()._repr_mimebundle_()

    @cached_property
    def _stated(self) -> Stated:
        return stated(self.evaluation)

    def _digest(self) -> str:
        return self._stated.digest

    def profile(self) -> Blocks:
        """二、评估总结 and （一）社工站基本情况."""
        return self._show("review", ()) + self._show("profile", profile.profile(self.evaluation))

    def conclusion(self) -> Blocks:
        """五、结语, and the signature."""
        return self._show("conclusion", closing.conclusion(self.evaluation)) + self._blocks(
            closing.signature(self.evaluation)
        )

    def _show(self, key: str, blocks: Iterable[Block]) -> Blocks:
        """Heading, generated blocks and the evaluator's paragraphs of a part; empty if the edition withholds it."""
        if not self.evaluation.shows(key):
            return self._blocks(())
        shown = super()._show(key, own_text.merge(key, blocks, self.evaluation))
        leaked = {c.anchor for block in shown for c in cites_of(block)} & self._withheld
        if leaked:
            raise Withheld(f"{self.edition} must not show {sorted(leaked)}")
        return shown

    def _blocks(self, blocks: Iterable[Block]) -> Blocks:
        return Blocks(blocks, self.edition, self._digest)


CELLS: Final = StationReport._cells
