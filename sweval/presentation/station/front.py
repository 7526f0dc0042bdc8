"""The parts before the outline: cover, summary (评估结果摘要), preface with the limits of the evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.rules.vetoes import STATES
from sweval.blocks import Block, Column, Cover, Heading, Sentence, Table, Tile, Tiles
from sweval.domain.disclosure.editions import about
from sweval.domain.scheme.scheme import STAGES
from sweval.domain.scheme.tree import ROLES
from sweval.domain.values.dates import chinese_day
from sweval.domain.values.wording import without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_all
from sweval.presentation.drawings import scores as drawings
from sweval.presentation.gaps import gaps
from sweval.presentation.phrases import band_sentence, because_vetoed, onsite, part_name
from sweval.presentation.status import explanation, page_mark, status
from sweval.presentation.tables import row, table
from sweval.presentation.words import clauses, listed, named, paragraph, sentence


def cover(evaluation: Evaluation) -> Iterator[Block]:
    """The title page."""
    station, f = evaluation.station, evaluation.figures
    parties = station.organisations
    stage = STAGES[station.assessment.stage]
    yield Cover(
        title=f"{station.profile.name}{stage}评估报告",
        subtitle=f"（{f['station.contract.start'].value}—{f['station.contract.end'].value}）",
        status=f"{status(station)}　{about(evaluation.edition).name}",
        rows=(
            ("评估委托方", parties.commissioner.name),
            ("项目购买方", parties.purchaser.name),
            ("项目承办方", parties.operator.name),
            ("项目评估方", parties.evaluator.name),
            ("评估日期", _days(evaluation)),
        ),
        page_mark=page_mark(station, evaluation.edition),
    )


def _days(evaluation: Evaluation) -> str:
    """The day on site, or the first and the last day."""
    assessment, first = evaluation.station.assessment, evaluation.figures["station.onsite_start"].value
    return first if assessment.days == 1 else f"{first}—{chinese_day(assessment.onsite_end)}"


def summary(evaluation: Evaluation) -> Iterator[Block]:
    """The result at a glance: status, grade, total, lost marks, vetoes, deadlines, missing data."""
    yield Heading(1, "评估结果摘要", "s-summary")
    note = explanation(evaluation.station)
    if note:
        yield paragraph(note, role="status")
    yield Tiles(tuple(_tiles(evaluation)))
    yield drawings.component_scores(evaluation)
    if evaluation.verdicts:
        yield _veto_glance(evaluation)
    if evaluation.schedule.deadlines:
        yield _deadline_glance(evaluation)
    missing = gaps(evaluation)
    if missing:
        names = listed(gap.name for gap in missing)
        meaning = "“未提供”指本报告所用的数据未载，不表示有关单位未报送；与之有关的内容不作推断。"
        yield paragraph(f"未提供的资料：{names}。{meaning}", role="note")


def _tiles(evaluation: Evaluation) -> Iterator[Tile]:
    f, graded = evaluation.figures, evaluation.grade
    total, grade = f["score.total"], f["score.grade"]
    if not graded.vetoed:
        whole = f"总分先取整为{graded.placed}分，" if evaluation.scheme.round_total_first else ""
        band = band_sentence(f, evaluation.scheme, graded.by_total)
        note = sentence("满分{full}；{whole}{band}", full=f["rule.total"], whole=whole, band=band)
        note = clauses([note, *_distances(evaluation)], "；")
    elif "score.grade_by_total" in f:
        note = because_vetoed(evaluation, "总分处于")
    else:
        note = sentence("满分{full}", full=f["rule.total"])
    yield Tile(
        "评估等级与总分",
        f"{grade.value}　{total.text}",
        f"{note.text}。",
        (*cite_all(grade, total), *note.cites),
        lead=True,
        alert=graded.final.failing,
    )
    yield _strength_tile(evaluation)
    losing = evaluation.scoring.heaviest()
    if losing:
        more = "等" if len(evaluation.scoring.by_loss()) > len(losing) else ""
        parts = clauses((named(part_name(c), f[f"score.{c.node.id}.lost"]) for c in losing), end=more)
        note = clauses([parts, *_other_terms(evaluation)], "；")
        yield Tile(
            "失分",
            f["score.lost"].text,
            note.text,
            (*cite_all(f["score.lost"], f["score.heaviest"]), *note.cites),
        )
    if evaluation.verdicts:
        yield _veto_tile(evaluation)
    if evaluation.schedule.deadlines:
        yield _deadline_tile(evaluation)


def _distances(evaluation: Evaluation) -> Iterator[Sentence]:
    f, graded = evaluation.figures, evaluation.grade
    if graded.next and "score.to_next" in f:
        yield named(f"距{graded.next.name}", f["score.to_next"])
    if graded.to_lower is not None and "score.to_lower" in f:
        yield named(f"高于{graded.by_total.name}下限", f["score.to_lower"])


def _other_terms(evaluation: Evaluation) -> Iterator[Sentence]:
    """Why the total isn't the full mark minus the lost marks: bonuses, deductions, and bounds that applied."""
    scoring = evaluation.scoring
    for part in scoring.other_parts:
        if part.role != "unscored":
            mark = evaluation.figures[f"score.{part.node.id}.converted"]
            yield named(f"另计{ROLES[part.role]}项{part.node.name}", mark)
    for part in scoring.components:
        if part.over:
            yield named(f"{part_name(part)}高于标准分", evaluation.figures[f"score.{part.node.id}.over"])
    yield from map(Sentence, scoring.bounds)


def _strength_tile(evaluation: Evaluation) -> Tile:
    """The components with the highest score rates."""
    f = evaluation.figures
    leading = evaluation.scoring.highest()
    first = [c for c in leading if c.rate == leading[0].rate]
    rest = [c for c in leading if c.rate != leading[0].rate]
    rates = {c.node.id: f[f"score.{c.node.id}.rate"] for c in leading}
    head = named("、".join(map(part_name, first)), rates[first[0].node.id])
    others = clauses(named(part_name(c), rates[c.node.id]) for c in rest)
    note = f"其次为{others.text}" if rest else ""
    return Tile(
        "得分率最高", head.text, note, (*cite_all(f["score.highest"], *rates.values()), *others.cites)
    )


def _veto_tile(evaluation: Evaluation) -> Tile:
    f = evaluation.figures
    counts = sentence(
        "存在{t}，经核查未发现{c}，不作认定{n}",
        t=f["veto.triggered"],
        c=f["veto.clear"],
        n=f["veto.not_assessed"],
    )
    states = {verdict.state for verdict in evaluation.verdicts}
    if "triggered" in states:
        head, note = f"存在{f['veto.triggered'].text}", counts
    elif "not_assessed" in states:
        head = f"{f['veto.not_assessed'].text}不作认定"
        note = clauses([counts, "不作认定既不表示存在，也不表示不存在"], "；")
    else:
        head, note = "经核查未发现", counts
    cites = (*cite_all(f["rule.vetoes"]), *note.cites)
    return Tile(f"定为{evaluation.scheme.failing.name}的{f['rule.vetoes'].text}情形", head, note.text, cites)


def _deadline_tile(evaluation: Evaluation) -> Tile:
    f = evaluation.figures
    known = [d for d in evaluation.schedule.deadlines if d.due is not None and d.limit.bound == "at_most"]
    if not known:
        gap = next((d.gap for d in evaluation.schedule.deadlines if d.gap), "")
        return Tile("规定时限", "无法推算", gap)
    last = known[-1]
    parts = []
    for d in known:
        due, state = f[f"schedule.{d.limit.id}.due"], f.get(f"schedule.{d.limit.id}.state")
        details = [] if d is last else [named("不晚于", due)]
        details += [sentence("{state}", state=state)] if state else []
        if details:
            parts.append(clauses(details, "，", lead=d.limit.name))
    note = clauses(parts, "；")
    due = f[f"schedule.{last.limit.id}.due"]
    return Tile(f"{last.limit.name}不晚于", due.value, note.text, (*note.cites, *cite_all(due)))


def _veto_glance(evaluation: Evaluation) -> Table:
    rows = []
    for state, name in STATES.items():
        mine = [v for v in evaluation.verdicts if v.state == state]
        names = "；".join(v.rule.name for v in mine) or "无"
        rows.append(row(name, evaluation.figures[f"veto.{state}"], names))
    heads = ("认定", Column("数量", "center"), "情形")
    return table(f"评估结果定为{evaluation.scheme.failing.name}的情形一览", heads, rows)


def _deadline_glance(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    heads, rows = ["环节", "规定时限", "完成日期"], []
    if any(f"schedule.{d.limit.id}.state" in f for d in evaluation.schedule.deadlines):
        heads.append("状态")
    for d in evaluation.schedule.deadlines:
        stem = f"schedule.{d.limit.id}"
        due, done = f[f"{stem}.due"], f[f"{stem}.done"]
        bound = "不晚于" if d.limit.bound == "at_most" else "不早于"
        shown = f"{due.value}（{d.gap}）" if due.missing else f"{bound}{due.value}"
        shows_note = d.row and d.row.note and not d.later and evaluation.shows_column("process", "note")
        note = f"（{without_stop(d.row.note)}）" if d.row and shows_note else ""
        state = [f[f"{stem}.state"]] if f"{stem}.state" in f else []
        rows.append(row(d.limit.name, shown, f"{done.value}{note}", *state, also=[due, done]))
    note = "规定时限按国务院办公厅公布的节假日和调休安排推算。"
    return table("流程时限一览", heads, rows, note=note)


def preface(evaluation: Evaluation) -> Iterator[Block]:
    """What the report is, who evaluated and for how long, and the limits of the evaluation."""
    f, station = evaluation.figures, evaluation.station
    yield Heading(1, "前言", "s-preface")
    who = [
        "评委" if f["station.experts"].missing else sentence("{n}评委", n=f["station.experts"]),
        *([] if f["station.staff"].missing else [sentence("{n}工作人员", n=f["station.staff"])]),
    ]
    what = f"{station.profile.name}（以下简称“{station.profile.short_name}”）{STAGES[station.assessment.stage]}评估"
    yield paragraph(
        f"本报告依据原报告复算{what}的结果，仅作演示，{_readers(evaluation)}。"
        if station.nature == "published"
        else f"本报告反映{what}的结果，{_readers(evaluation)}。",
        sentence(
            "评估由{evaluator}组织，{who}{when}。",
            evaluator=station.organisations.evaluator.name,
            who=clauses(who, "和"),
            when=onsite(f),
        ),
    )
    yield paragraph(_roles(evaluation))
    yield paragraph(
        sentence(
            "评估的局限：一是实地评估时间为{days}，所见以当日和所查资料为限；二是服务量和产出由社工站提供，未经独立核实；"
            "三是评分和意见出自评委和各方，本报告只作汇总和计算。",
            days=f["station.onsite_days"],
        ),
        fixed=True,
    )
    missing = gaps(evaluation)
    if missing:
        rows = (row(gap.name, gap.effect) for gap in missing)
        yield table("未提供的资料及其影响", ("未提供的资料", "影响"), rows)
    yield paragraph(
        "文中〔〕内的编号指向附录中的数字来源或原始数据，可据以查到每个数字所依据的规则和数据行。",
        role="note",
    )


def _readers(evaluation: Evaluation) -> str:
    station, edition = evaluation.station, about(evaluation.edition)
    parties = station.organisations
    names = {
        "bureau": parties.bureau.name,
        "purchaser": parties.purchaser.name,
        "station": station.profile.short_name,
    }
    return (edition.shown_as if station.nature == "published" else edition.readers).format(**names)


def _roles(evaluation: Evaluation) -> str:
    """The organisations by role."""
    parties = evaluation.station.organisations
    names = {
        "购买方": parties.purchaser,
        "承办方": parties.operator,
        "督导中心": parties.supervision_centre,
        "监督方": parties.bureau,
    }
    return "文中" + "，".join(f"{role}指{party.name}" for role, party in names.items() if party) + "。"
