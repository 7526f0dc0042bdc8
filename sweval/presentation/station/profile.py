"""Part 二（一）: the station, its staff, and its coverage of people: on file, with a plan, visited."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.people.coverage import LEADING, MEASURES, CoverageResult, cell_stem
from sweval.analysis.people.staffing import GROUPS
from sweval.blocks import Block, Sentence, Table
from sweval.domain.values.wording import with_stop, without_stop
from sweval.evaluation import Evaluation
from sweval.presentation.drawings import services as drawings
from sweval.presentation.tables import (
    HIDDEN_NOTE,
    TENS_NOTE,
    bare,
    bare_or_hidden,
    columns,
    right,
    row,
    table,
)
from sweval.presentation.words import clauses, listed, named, paragraph, sentence
from sweval.record.figures import MISSING, Figure


def profile(evaluation: Evaluation) -> Iterator[Block]:
    """Address, operator, contract, areas, staff, and the people served."""
    yield paragraph(*_who(evaluation))
    yield paragraph(*_contract(evaluation))
    if evaluation.station.areas:
        yield _areas(evaluation)
    yield paragraph(*_people(evaluation))
    if evaluation.staffing:
        yield _staff_table(evaluation)
    yield from _coverage_totals(evaluation)
    if evaluation.coverage:
        yield from _coverage(evaluation, evaluation.coverage)


def _who(evaluation: Evaluation) -> Iterator[Sentence]:
    station = evaluation.station
    name, operator = station.profile.short_name, station.organisations.operator.name
    place = f"位于{station.profile.address}，" if station.profile.address else ""
    since = evaluation.figures["station.operator_since"]
    if since.missing:
        yield Sentence(f"{name}{place}由{operator}承办，承办起始时间{MISSING}。")
    else:
        yield sentence(
            "{name}{place}自{since}起由{operator}承办。",
            name=name,
            place=place,
            since=since,
            operator=operator,
        )
    if station.profile.blocks:
        yield Sentence(f"服务板块为{listed(station.profile.blocks)}。")


def _contract(evaluation: Evaluation) -> Iterator[Sentence]:
    f, station = evaluation.figures, evaluation.station
    yield sentence(
        "合同期为{start}至{end}，共{days}。",
        start=f["station.contract.start"],
        end=f["station.contract.end"],
        days=f["progress.days"],
    )
    amount = f["station.contract.amount"]
    yield (
        Sentence(f"服务经费{MISSING}。") if amount.missing else sentence("服务经费{amount}。", amount=amount)
    )
    if station.contract.kind:
        yield Sentence(f"签订的服务协议为{station.contract.kind}。")
    if station.areas:
        divided = sentence(
            "服务划分为{areas}片区，覆盖{kinds}", areas=f["station.areas"], kinds=f["station.kinds"]
        )
        kinds = {unit.kind for area in station.areas for unit in area.units if unit.counted}
        # With a single kind its number is the total.
        whole = [named("，合计", f["station.units"])] if len(kinds) > 1 else []
        yield clauses([divided, *whole], "", "。")


def _areas(evaluation: Evaluation) -> Table:
    f, station = evaluation.figures, evaluation.station
    rows = [row(area.name, area.unit_names, f[f"station.area.{area.id}"]) for area in station.areas]
    rows.append(row("合计", "", f["station.units"], strong=True))
    heads = ("片区", "所辖单位", "单位数")
    return table("服务片区划分", heads, rows, note="由其他单位管辖的不单独计数。")


def _people(evaluation: Evaluation) -> Iterator[Sentence]:
    f, staffing = evaluation.figures, evaluation.staffing
    if staffing is None:
        # A roster without numbers of staff isn't counted.
        what = "各类人员数" if evaluation.station.staff else "人员情况"
        yield Sentence(f"{what}{MISSING}。")
        return
    total = sentence(
        "截至{month}，社工站配备工作人员{total}：", month=f["staff.month"], total=f["staff.total"]
    )
    groups = []
    if "staff.social_worker" in f:
        levels = [
            named(q.qualification or "", f[f"staff.qualification.{k}"])
            for k, q in enumerate(staffing.qualifications, start=1)
        ]
        social = named("社工专业人员", f["staff.social_worker"])
        groups.append(clauses([social, clauses(levels)], "，其中") if levels else social)
    groups += [
        named(GROUPS[group], f[f"staff.{group}"]) for group in ("related", "other") if f"staff.{group}" in f
    ]
    yield clauses(groups, "；", "。", lead=total)
    if "staff.social_worker_share" in f:
        share = named("社工专业人员占", f["staff.social_worker_share"])
        certified = [named("持证社工", f["staff.certified"])] if "staff.certified" in f else []
        yield clauses([share, *certified], "，", "。")


def _staff_table(evaluation: Evaluation) -> Table:
    f = evaluation.figures
    levels = (id for id in f if id.startswith("staff.qualification."))
    order = ("staff.social_worker", *levels, "staff.related", "staff.other")
    ids = [id for id in order if id in f]
    rows = [row(("　" if "qualification" in id else "") + f[id].label, bare(f[id])) for id in ids]
    rows.append(row(f["staff.total"].label, bare(f["staff.total"]), strong=True))
    return table(f"人员配备（{f['staff.month'].value}）", ("类别", *right("人数（名）")), rows)


def _coverage_totals(evaluation: Evaluation) -> Iterator[Block]:
    f, station = evaluation.figures, evaluation.station
    if not station.coverage_totals:
        return
    yield paragraph("困难群众和特殊群体（以下简称“兜底人群”）的建档情况如下。")
    rows, notes = [], ["人数照所报；类别之间可能有重合；未列的片区未提供"]
    for total in station.coverage_totals:
        stem = f"coverage.area.{total.area}" if total.area else "coverage.all"
        cells = [
            f.get(f"{stem}.{column}") or MISSING
            for column in ("persons", "categories", "on_paper", "electronic")
        ]
        rows.append(row(station.area(total.area).name if total.area else "全站", *cells))
        if total.note:
            notes.append(total.note)
    note = with_stop("；".join(dict.fromkeys(without_stop(note) for note in notes)))
    heads = columns("范围", *right("人数", "类别", "建有纸质档案", "以电子档案为主"))
    yield table("兜底人群建档情况", heads, rows, note=note)


# --- coverage ----------------------------------------------------------------------------------------


def _coverage(evaluation: Evaluation, found: CoverageResult) -> Iterator[Block]:
    """The share of each measure in total and by category, a map by area, and the largest gaps."""
    yield paragraph(*_shares(evaluation, found))
    if evaluation.shows("coverage_counts") and found.hidden is not None:
        yield _crossed(evaluation, found)
    if evaluation.shows("coverage_rates"):
        yield _categories(evaluation, found)
        if chart := drawings.coverage_map(evaluation):
            yield chart
        yield paragraph(_gaps(evaluation, found))


def _shares(evaluation: Evaluation, found: CoverageResult) -> Iterator[Sentence]:
    f = evaluation.figures
    yield sentence(
        "提供了{n}人群的建档和走访情况，各类合计{entries}（一人属于几类的，各计一次）。",
        n=f["coverage.listed"],
        entries=f["coverage.entries.persons"],
    )
    shares = [
        named(f"{'已' if measure == 'on_file' else ''}{name}的占", f[f"coverage.entries.{measure}"])
        for measure, (name, _) in MEASURES.items()
        if f"coverage.entries.{measure}" in f
    ]
    if shares:
        yield clauses(shares, "，", "。")
    partly = [name for measure, (name, _) in MEASURES.items() if f"coverage.entries.{measure}" in f.withheld]
    if partly:
        yield Sentence(f"{'、'.join(partly)}的人数部分{MISSING}，占比不列。")
    absent = [name for measure, (name, _) in MEASURES.items() if measure not in found.measures]
    if absent:
        yield Sentence(f"{'、'.join(absent)}的人数{MISSING}。")
    if found.absent:
        yield Sentence(f"{'、'.join(found.absent)}的情况{MISSING}。")


def _categories(evaluation: Evaluation, found: CoverageResult) -> Table:
    f, rows = evaluation.figures, []
    stems = [(f"coverage.category.{n}", name) for n, name in enumerate(found.categories, start=1)]
    for stem, name in (*stems, ("coverage.entries", "合计（人次）")):
        shares = [f.get(f"{stem}.{measure}") or "—" for measure in found.measures]
        rows.append(row(name, bare(f[f"{stem}.persons"]), *shares, strong=stem == "coverage.entries"))
    heads = columns("类别", *right("人数", *(f"{MEASURES[measure][0]}率" for measure in found.measures)))
    note = "各率以提供了该项数据的人数为分母。一人可属多类，合计不是人数。"
    return table("各类人群的建档与走访", heads, rows, note=note)


def _crossed(evaluation: Evaluation, found: CoverageResult) -> Table:
    """People by category and area; small counts, and those that would reveal them, are hidden."""
    f, station, areas = evaluation.figures, evaluation.station, found.areas if len(found.areas) > 1 else ()

    def shown(stem: str) -> Figure | str:
        return bare_or_hidden(f, f"{stem}.persons")

    rows = [
        row(name, *(shown(cell_stem(number, area)) for area in areas), shown(f"coverage.category.{number}"))
        for number, name in enumerate(found.categories, start=1)
    ]
    totals = (shown(f"coverage.place.{area or 'station'}") for area in areas)
    rows.append(row("合计（人次）", *totals, bare(f["coverage.entries.persons"]), strong=True))
    notes = ["一人可属多类，合计不是人数。"]
    if any("—" in row.cells for row in rows):
        notes.append(f"—为{MISSING}。")
    if found.hidden:
        notes.append(HIDDEN_NOTE)
    if found.as_ranges:
        notes.append(TENS_NOTE)
    title = "各类人群在各片区的人数" if areas else "各类人群的人数"
    heads = columns("类别", *right(*(found.place(area, station) for area in areas), "合计"))
    return table(title, heads, rows, note="".join(notes))


def _gaps(evaluation: Evaluation, found: CoverageResult) -> Sentence:
    f, station = evaluation.figures, evaluation.station
    if not found.gaps:
        return Sentence("已提供的数据中，没有未建档、没有计划或未按期走访的人。")
    parts = [
        named(
            f"{found.place(gap.area, station)}的{gap.category}{MEASURES[gap.measure][1]}",
            f[f"coverage.gap.{number}"],
        )
        for number, gap in enumerate(found.gaps[:LEADING], start=1)
    ]
    return clauses(parts, "；", "。", lead="按涉及人数，缺口最大的依次是：")
