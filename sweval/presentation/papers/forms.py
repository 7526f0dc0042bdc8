"""The Word papers that go with a report: feedback form, public notice, and form for objections.

None is an official document: they have no red head and no document number, and only space for the seal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sweval.blocks import Block, Heading, Paper, TableRow
from sweval.domain.scheme.scheme import STAGES
from sweval.domain.values.dates import chinese_day
from sweval.domain.values.parties import PARTIES
from sweval.evaluation import Evaluation
from sweval.presentation.phrases import part_name
from sweval.presentation.status import explanation, page_mark, refuse_unconfirmed, status
from sweval.presentation.tables import NUMBER, table
from sweval.presentation.words import paragraph
from sweval.record.figures import MISSING

TO_FILL: Final = "（请填写）"
#: The head of a column to write in, padded to a width for handwriting.
WIDE: Final = "内容" + "　" * 24
SIGNED: Final = (
    ("负责人（签字）：", "　　　　　　　　"),
    ("单位（盖章处）：", "　　　　　　　　"),
    ("日期：", "　　　年　　月　　日"),
)


def feedback_form(evaluation: Evaluation) -> Paper:
    """初评意见反馈表: each concern with room for the station's answer, and the day on which the form is due."""
    return _form(evaluation, "初评意见反馈表", _feedback)


def objection_form(evaluation: Evaluation) -> Paper:
    """异议与回避申请表: for objections and for requests that an expert be recused."""
    return _form(evaluation, "异议与回避申请表", _objection)


def notice(evaluation: Evaluation) -> Paper:
    """公示文稿: the confirmed result. Raises ``Refused`` before the bureau's confirmation."""
    refuse_unconfirmed(evaluation.station, "public")
    public = evaluation.seen_by("public")
    title = f"{_assessment(public)}结果公示"
    return _paper(
        public, "公示文稿", title, "", page_mark(public.station, public.edition), tuple(_notice(public))
    )


def _form(evaluation: Evaluation, name: str, blocks: Callable[[Evaluation], Iterator[Block]]) -> Paper:
    """A paper for the station, limited to what the station's edition shows."""
    seen = evaluation.seen_by("official")
    mark = f"{status(seen.station)}｜{name}"
    return _paper(seen, name, name, f"（{_assessment(seen)}）", mark, tuple(blocks(seen)))


def _assessment(evaluation: Evaluation) -> str:
    station = evaluation.station
    return f"{station.profile.name}{STAGES[station.assessment.stage]}评估"


def _paper(
    evaluation: Evaluation, name: str, title: str, subtitle: str, mark: str, blocks: tuple[Block, ...]
) -> Paper:
    note = explanation(evaluation.station)
    lead = (paragraph(note, role="status"),) if note else ()
    return Paper(name, title, subtitle, mark, (*lead, *blocks))


def _feedback(evaluation: Evaluation) -> Iterator[Block]:
    station = evaluation.station
    due = next((d.due for d in evaluation.schedule.deadlines if d.limit.id == "feedback"), None)
    yield paragraph(f"{station.profile.name}：")
    yield paragraph(
        "现将评估方对贵站的初评意见送上。请逐条填写意见：认可的写“认可”；有不同意见的写明事实和理由，并附佐证材料。",
        f"初评意见应于{chinese_day(due)}前反馈，请在评估方约定的期限内交回。"
        if due
        else f"交回的期限{MISSING}。",
    )
    if station.concerns:
        rows = (
            TableRow((str(number), station.place_of(row), row.text, PARTIES[row.author], "", ""), room=3)
            for number, row in enumerate(station.concerns, start=1)
        )
        heads = (NUMBER, "部分", "需要关注的地方", "提出方", "认可或不认可", "说明和佐证材料　　　　　")
        yield table("初评意见与贵站的答复", heads, rows)
    else:
        yield paragraph(f"需要关注的地方{MISSING}。")
    yield Heading(2, "其他意见", "other")
    rooms = {"评估过程": 3, "评分和数据": 3, "其他": 3}
    opinions = ("事项", "意见　　　　　　　　　　")
    yield table("对评估过程、评分和事实的其他意见", opinions, _to_fill(rooms))
    yield from _signed()


def _objection(evaluation: Evaluation) -> Iterator[Block]:
    station = evaluation.station
    known = {
        "社工站": station.profile.name,
        "评估阶段": STAGES[station.assessment.stage],
        "评估方": station.organisations.evaluator.name,
    }
    rows = [
        *(TableRow(cells) for cells in known.items()),
        *_to_fill({"申请人或单位": 2, "联系方式": 2}),
        TableRow(("申请事项", "□对评估结果有异议　　□申请评委回避"), room=2),
        TableRow(("所涉内容", "（报告章节、指标，或评委）"), room=4),
        *_to_fill({"事实和理由": 8, "佐证材料清单": 5, "希望如何处理": 4}),
    ]
    yield table("申请内容", ("事项", WIDE), rows)
    yield from _signed()
    handled = {"收到日期": 2, "核查情况": 5, "处理意见": 4, "经办人和日期": 2}
    yield table("处理情况（由受理方填写）", ("事项", WIDE), _to_fill(handled))


def _to_fill(rooms: dict[str, int]) -> Iterator[TableRow]:
    """Rows to write in, by name, with their height in lines."""
    return (TableRow((name, ""), room=room) for name, room in rooms.items())


def _notice(evaluation: Evaluation) -> Iterator[Block]:
    station, f = evaluation.station, evaluation.figures
    stage, parties = STAGES[station.assessment.stage], station.organisations
    yield paragraph(
        f"受{parties.commissioner.name}委托，{parties.evaluator.name}对{station.profile.name}（承办方：{parties.operator.name}）进行了{stage}评估。",
        "评估报告已经确认，现将结果公示如下。",
    )
    rows = [
        TableRow(("评估等级", str(f["score.grade"].value))),
        TableRow(("总分", f["score.total"].text)),
        *(
            TableRow((part_name(part), f[f"score.{part.node.id}.converted"].text))
            for part in evaluation.scoring.components
        ),
    ]
    yield table("评估结果", ("事项", "结果"), rows)
    begin, end = station.step("notice_start"), station.step("notice_end")
    days = next((d.limit for d in evaluation.schedule.deadlines if d.limit.id == "notice_end"), None)
    shown = chinese_day(begin.done) if begin and begin.done else TO_FILL
    until = chinese_day(end.done) if end and end.done else TO_FILL
    minimum = f"，不少于{days.days}个工作日" if days else ""
    yield paragraph(
        f"公示时间：{shown}至{until}{minimum}。",
        "对公示内容有异议的，请在公示期内以书面形式提出，写明事实和理由，署明姓名或单位并留联系方式。",
    )
    yield paragraph(f"受理单位：{TO_FILL}　　联系人：{TO_FILL}　　电话：{TO_FILL}　　地址：{TO_FILL}")
    yield paragraph("公示单位（盖章处）", role="sign")
    yield paragraph("　　　年　　月　　日", role="sign")


def _signed() -> Iterator[Block]:
    for label, room in SIGNED:
        yield paragraph(label + room, role="sign")
