"""The station report: one method for each cell of the notebook, in the report's order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from sweval.blocks import Block, Blocks, Chart
from sweval.blocks.walk import cites_of
from sweval.domain.disclosure.editions import Edition
from sweval.domain.parties import Section
from sweval.evaluation import Evaluation
from sweval.presentation import drawings, outline, own_text
from sweval.presentation.sections import (
    appendix,
    background,
    chain,
    checks,
    closing,
    data_rows,
    front,
    opinions,
    overview,
    panel,
    proof,
    robustness,
    self_evaluation,
    sources,
)
from sweval.presentation.stated import Stated, stated
from sweval.presentation.stated_counts import refuse_stated_counts
from sweval.presentation.status import refuse_unconfirmed
from sweval.presentation.words import figure_anchor


class Withheld(ValueError):
    """A block cites a figure that its edition must not hold: a fault of ours, never of the data."""


class StationReport:
    """The report of one evaluation in one edition.

    ``edition`` is that of the evaluation's view where none is named. Raises ``Refused`` for an edition there isn't,
    where the edition may not exist yet (a public one before the bureau's confirmation), where ``text.yaml`` asks for
    what isn't there, or where a text states a count that the edition withholds.
    """

    def __init__(self, evaluation: Evaluation, edition: Edition | None = None) -> None:
        self.evaluation = evaluation.seen_by(edition or evaluation.edition)
        self.edition = self.evaluation.edition
        refuse_unconfirmed(evaluation.station, self.edition)
        own_text.check(self.evaluation)
        refuse_stated_counts(self.evaluation)
        self._headings = outline.headings(self.evaluation)
        self._withheld = set(map(figure_anchor, self.evaluation.figures.withheld))

    def record(self) -> Stated:
        """What the report states for programs; the run takes its record from the cell that shows it."""
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

    # --- before the outline ---

    def cover(self) -> Blocks:
        """封面."""
        return self._blocks([front.cover(self.evaluation)])

    def summary(self) -> Blocks:
        """评估结果摘要: the first screen."""
        chart = drawings.component_scores(self.evaluation)
        return self._show("summary", front.summary(self.evaluation, chart), heading=False)

    def contents(self) -> Blocks:
        """目录."""
        return self._blocks([outline.contents(self.evaluation)])

    def preface(self) -> Blocks:
        """前言."""
        return self._show("preface", front.preface(self.evaluation), heading=False)

    # --- 一、评估背景 ---

    def background(self) -> Blocks:
        """一、评估背景."""
        return self._show("background", background.background(self.evaluation))

    def basis(self) -> Blocks:
        """（一）评估依据."""
        return self._show("basis", background.basis(self.evaluation))

    def principles(self) -> Blocks:
        """（二）评估原则."""
        return self._show("principles", background.principles(self.evaluation))

    def stages(self) -> Blocks:
        """（三）评估阶段, with the deadlines."""
        due = self.evaluation.schedule.deadlines
        chart = drawings.deadlines(self.evaluation) if due else None
        return self._show("stages", background.stages(self.evaluation, chart))

    def content(self) -> Blocks:
        """（四）评估内容."""
        return self._show("content", background.content(self.evaluation))

    def result_rules(self) -> Blocks:
        """（五）评估结果说明."""
        return self._show("result_rules", background.result_rules(self.evaluation))

    # --- 二、评估总结 ---

    def profile(self) -> Blocks:
        """二、评估总结 and （一）社工站基本情况."""
        chart = drawings.coverage_map(self.evaluation) if self.evaluation.shows("coverage_rates") else None
        shown = overview.profile(self.evaluation, chart)
        return self._show("review", []) + self._show("profile", shown)

    def progress(self) -> Blocks:
        """（二）各项目服务进度情况."""
        chart = drawings.completion(self.evaluation) if self.evaluation.progress.indicators else None
        return self._show("progress", overview.progress(self.evaluation, chart))

    def operations(self) -> Blocks:
        """（三）项目运营管理."""
        return self._show("operations", opinions.operations(self.evaluation))

    def outcome(self) -> Blocks:
        """（四）服务成效和服务监测情况."""
        chart = drawings.satisfaction_interval(self.evaluation) if self.evaluation.satisfaction else None
        return self._show("outcome", opinions.outcome(self.evaluation, chart))

    def quality(self) -> Blocks:
        """（五）服务质量情况, area by area."""
        return self._show("quality", opinions.quality(self.evaluation, self._area_charts()))

    def _area_charts(self) -> tuple[Chart | None, ...]:
        """A chart for each component scored by area; one area alone has nothing to be compared with."""
        return tuple(
            drawings.area_scores(self.evaluation, c.node.id)
            if sum(f"score.{c.node.id}.area.{one.area}" in self.evaluation.figures for one in c.areas) > 1
            else None
            for c in self.evaluation.scoring.components
            if c.node.by == "area"
        )

    def purchaser(self) -> Blocks:
        """（六）购买方反馈情况."""
        return self._by_party("purchaser")

    def supervision_centre(self) -> Blocks:
        """（七）市督导中心反馈."""
        return self._by_party("supervision_centre")

    def _by_party(self, section: Section) -> Blocks:
        return self._show(section, opinions.by_party(self.evaluation, section))

    # --- 三 to 五 ---

    def feedback(self) -> Blocks:
        """三、评估反馈."""
        return self._show("feedback", closing.feedback(self.evaluation))

    def grade(self) -> Blocks:
        """四、评估等级."""
        losing = self.evaluation.scoring.by_loss()
        chart = drawings.loss_by_component(self.evaluation) if losing else None
        return self._show("grade", closing.grade(self.evaluation, chart))

    def conclusion(self) -> Blocks:
        """五、结语, and the signature."""
        return self._show("conclusion", closing.conclusion(self.evaluation)) + self._blocks(
            closing.signature(self.evaluation)
        )

    # --- appendices: those the edition withholds show nothing ---

    def rules(self) -> Blocks:
        """附录 计算方法与规则."""
        return self._show("rules", appendix.rules(self.evaluation))

    def trace(self) -> Blocks:
        """附录 评分计算过程."""
        return self._show("trace", appendix.trace(self.evaluation))

    def verification(self) -> Blocks:
        """附录 社工站数据核实事项."""
        return self._show("verification", checks.verification(self.evaluation))

    def chain(self) -> Blocks:
        """附录 评估流程、异议与复核."""
        known = any(link.done or (link.deadline and link.deadline.due) for link in self.evaluation.chain)
        chart = drawings.whole_process(self.evaluation) if known and "chain" in self._headings else None
        return self._show("chain", chain.chain(self.evaluation, chart))

    def rectification(self) -> Blocks:
        """附录 整改落实与意见建议清单."""
        return self._show("rectification", appendix.rectification(self.evaluation))

    def self_evaluation(self) -> Blocks:
        """附录 自评与评估的比较."""
        return self._show("self_evaluation", self_evaluation.self_evaluation(self.evaluation))

    def panel(self) -> Blocks:
        """附录 评分偏离与一致性."""
        found = self.evaluation.diagnosis and self.evaluation.diagnosis.panel
        deviating = found and any(member.deviation for member in found.members)
        chart = drawings.expert_deviations(self.evaluation) if deviating else None
        return self._show("panel", panel.panel(self.evaluation, chart))

    def robustness(self) -> Blocks:
        """附录 等级的稳健性."""
        chart = drawings.weight_swings(self.evaluation) if "robustness" in self._headings else None
        return self._show("robustness", robustness.robustness(self.evaluation, chart))

    def proof(self) -> Blocks:
        """附录 报告文字与数字自查."""
        return self._show("proof", proof.proof(self.evaluation))

    def sources(self) -> Blocks:
        """附录 数字来源."""
        return self._show("sources", sources.sources(self.evaluation))

    def data(self) -> Blocks:
        """附录 原始数据."""
        return self._show("data", data_rows.data(self.evaluation))

    def versions(self) -> Blocks:
        """附录 版本."""
        return self._show("versions", appendix.versions(self.evaluation))

    def all(self) -> Iterator[Blocks]:
        """Every cell in order, as the notebook shows them."""
        for name in CELLS:
            yield getattr(self, name)()

    def _blocks(self, blocks: Iterable[Block]) -> Blocks:
        return Blocks(blocks, self.edition, self._digest)

    def _show(self, key: str, generated: Iterable[Block], *, heading: bool = True) -> Blocks:
        """Heading, generated blocks and own paragraphs of a part; nothing where the edition withholds it."""
        if heading and key not in self._headings:
            return self._blocks([])
        blocks = own_text.merge(key, generated, self.evaluation)
        shown = self._blocks([self._headings[key], *blocks] if heading else blocks)
        leaked = {c.anchor for block in shown for c in cites_of(block)} & self._withheld
        if leaked:
            raise Withheld(f"{self.edition} must not show {sorted(leaked)}")
        return shown


CELLS = (
    "cover",
    "summary",
    "contents",
    "preface",
    "background",
    "basis",
    "principles",
    "stages",
    "content",
    "result_rules",
    "profile",
    "progress",
    "operations",
    "outcome",
    "quality",
    "purchaser",
    "supervision_centre",
    "feedback",
    "grade",
    "conclusion",
    "rules",
    "trace",
    "verification",
    "chain",
    "rectification",
    "self_evaluation",
    "panel",
    "robustness",
    "proof",
    "sources",
    "data",
    "versions",
)
