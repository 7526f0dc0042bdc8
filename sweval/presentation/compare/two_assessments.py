"""The comparison of two assessments of a station: its parts in order, with a method for each cell of its notebook."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from sweval.analysis.procedure.measures import STATES
from sweval.blocks import Block, Chart, Cover, Heading, TableRow, Tile, Tiles
from sweval.charts.kinds import changes
from sweval.compare.two_assessments import OUTCOMES, reassess
from sweval.domain.scheme.scheme import STAGES
from sweval.domain.values.dates import chinese_day
from sweval.domain.values.rounding import round_to
from sweval.domain.values.wording import with_stop, without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.drawings.block import block
from sweval.presentation.outline import Part, Report
from sweval.presentation.phrases import part_name
from sweval.presentation.status import explanation, page_mark, status
from sweval.presentation.tables import columns, right, table
from sweval.presentation.words import paragraph
from sweval.record.comparing import KINDS, RecordChange, compare, record_of
from sweval.record.figures import MISSING

NOTE: Final = "两次评估的比较，供评估方和区民政部门了解变化，不改变任何一次的结果。"


class TwoAssessments(Report):
    """The earlier and the later assessment of a station, for the evaluator and the bureau.

    Raises ``ValueError`` for two different stations.
    """

    def __init__(self, then: Evaluation, now: Evaluation) -> None:
        super().__init__(self, "working", self._parts)
        self.found = reassess(then, now)
        self.then, self.now = then, now
        self._names = (_name(then), _name(now))

    def _cover(self) -> Iterator[Block]:
        station = self.now.station
        onsite = (chinese_day(e.station.assessment.onsite_start) for e in (self.then, self.now))
        yield Cover(
            title=f"{station.profile.name}两次评估比较",
            subtitle=f"（{self._names[0]}、{self._names[1]}）",
            status=f"{status(station)}　工作底稿",
            rows=tuple(zip(self._names, onsite, strict=True)),
            page_mark=page_mark(station, "working"),
        )

    def _summary(self) -> Iterator[Block]:
        yield Heading(1, "比较摘要", "s-summary")
        yield paragraph(explanation(self.now.station) + NOTE, role="status")
        before, after = self.then.figures, self.now.figures
        totals = f"{before['score.total'].text} → {after['score.total'].text}"
        counts = {outcome: sum(c.outcome == outcome for c in self.found.concerns) for outcome in OUTCOMES}
        outcomes = "，".join(f"{OUTCOMES[outcome]}{n}条" for outcome, n in counts.items() if n)
        yield Tiles(
            (
                Tile("总分", totals, f"相差{_signed(self.found.by)}分", lead=True),
                Tile("等级", f"{before['score.grade'].value} → {after['score.grade'].value}"),
                Tile("关注事项", outcomes or MISSING),
            )
        )

    def _scores(self) -> Iterator[Block]:
        if not self.found.components:
            yield paragraph("两次评估的指标体系或标准分不同，各项得分不能逐项相减，只能比较总分和等级。")
            return
        yield self._chart()
        rows = []
        for m in self.found.components:
            marks = (
                f"{m.now.node.full_mark}",
                f"{m.then.converted:f}",
                f"{m.now.converted:f}",
                _signed(m.by),
            )
            rows.append(TableRow((part_name(m.now), *marks)))
        then, now = self.then.scoring.total, self.now.scoring.total
        total = ("总分", f"{self.now.scheme.total}", f"{then:f}", f"{now:f}", _signed(self.found.by))
        rows.append(TableRow(total, strong=True))
        heads = columns("评估内容", *right("标准分", *self._names, "相差"))
        yield table("各项得分的变化", heads, rows, note="单位：分。")

    def _chart(self) -> Chart:
        steps = tuple(
            changes.WaterfallStep(part_name(m.now), float(m.by), _signed(m.by)) for m in self.found.components
        )
        # Bounds and rounding of the total can leave a rest that belongs to no component.
        rest = self.found.by - sum(
            (m.by if m.now.role != "deduction" else -m.by for m in self.found.components), Decimal(0)
        )
        if rest:
            steps += (changes.WaterfallStep("总分的取舍与上下限", float(rest), _signed(rest)),)
        before, after = self.then.scoring.total, self.now.scoring.total
        chart = changes.WaterfallChart(
            float(before), f"{before:f}", self._names[0], steps, float(after), f"{after:f}", self._names[1]
        )
        ordered = sorted(self.found.components, key=lambda m: -abs(m.by))
        largest = ordered[0] if ordered and ordered[0].by else None
        title = f"总分相差{_signed(self.found.by)}分"
        if largest:
            title += f"，变化最大的是{part_name(largest.now)}（{_signed(largest.by)}）"
        subtitle = "各项折算分的变化，单位：分；横轴不从0起"
        texts = (f"{step.label}{step.by_text}" for step in steps)
        return block("waterfall", title, subtitle, "两次评估的记录", changes.draw_steps, chart, texts)

    def _volumes(self) -> Iterator[Block]:
        if not self.found.indicators:
            yield paragraph("两次评估没有共同的服务指标。")
            return
        rows = []
        for i in self.found.indicators:
            cells = [cell for v in (i.then, i.now) for cell in (_plain(v.done), v.rate_shown or MISSING)]
            rows.append(TableRow((i.now.name, *cells)))
        heads = (f"{name}{part}" for name in self._names for part in ("完成量", "完成率"))
        yield table("服务指标的完成情况", ("指标", *right(*heads)), rows)

    def _concerns(self) -> Iterator[Block]:
        if not self.found.concerns:
            yield paragraph(f"两次评估的关注事项{MISSING}。")
            return
        yield paragraph(
            "按部分、片区和主题对应。“本次未再提出”不等于已经解决；有整改记录并认定到位的，才列为已整改到位。"
        )
        rows = []
        for c in self.found.concerns:
            holder = self.now.station if c.now else self.then.station
            cells = (OUTCOMES[c.outcome], holder.place_of(c.row), c.row.dimension, with_stop(c.row.text))
            rows.append(TableRow(cells))
        yield table("关注事项的去向", ("去向", "部分", "方面", "关注"), rows)

    def _measures(self) -> Iterator[Block]:
        if not self.now.rectification:
            yield paragraph(f"后一次评估的整改资料{MISSING}。")
            return
        concerns = {row.id: without_stop(row.text) for row in self.then.station.findings}
        rows = []
        for measure in self.now.rectification:
            r = measure.row
            concern = concerns.get(r.concern or "", r.concern) or "—"
            done = chinese_day(measure.done) if measure.done else "—"
            state = (chinese_day(r.due), done, STATES[measure.state], r.proof or MISSING)
            rows.append(TableRow((concern, r.item, r.owner or MISSING, *state)))
        heads = ("所对应的关注", "整改事项", "责任人", "期限", "完成日期", "状态", "佐证")
        yield table("整改落实情况", heads, rows)

    def _changes(self) -> Iterator[Block]:
        before, after = (
            record_of({**_head(e), "figures": [vars(f) for f in e.figures.values()]})
            for e in (self.then, self.now)
        )
        found = compare(before, after)
        wanted = [
            c
            for c in found
            if c.kind in ("head", "rule")
            or (c.kind == "result" and c.id.startswith(("score.", "veto.", "satisfaction.", "progress.")))
        ]
        yield paragraph(
            f"两份记录共有{len(found)}处不同，下表列出规则、评分、情形认定、满意度和进度方面的{len(wanted)}处；全部见 sweval compare。"
        )
        heads = columns("类别", "内容", *right(*self._names, "相差"))
        yield table("两份记录的不同", heads, map(_change_row, wanted), role="source")

    _parts = (
        Part("cover", "封面", _cover, level=0),
        Part("summary", "比较摘要", _summary, level=0),
        Part("contents", "目录", level=0),
        Part("scores", "总分与各项得分", _scores),
        Part("volumes", "服务指标", _volumes),
        Part("concerns", "关注事项的去向", _concerns),
        Part("measures", "整改落实", _measures),
        Part("changes", "数据、规则与结果的变化", _changes),
    )


TWO_CELLS: Final = TwoAssessments._cells


def _name(evaluation: Evaluation) -> str:
    assessment = evaluation.station.assessment
    return f"{assessment.onsite_start.year}年{STAGES[assessment.stage]}"


def _head(evaluation: Evaluation) -> dict[str, str]:
    station = evaluation.station
    return {
        "stage": STAGES[station.assessment.stage],
        "scheme": evaluation.scheme.id,
        "as_of": station.as_of.isoformat(),
    }


def _change_row(change: RecordChange) -> TableRow:
    by = _signed(change.by) if change.by else "—"
    return TableRow((KINDS[change.kind], change.label, change.before, change.after, by))


def _plain(value: Decimal | None) -> str:
    return MISSING if value is None else f"{value:f}"


def _signed(value: Decimal) -> str:
    shown = f"{round_to(value, 2):+f}" if value else "0.00"
    return shown.replace("-", "−")
