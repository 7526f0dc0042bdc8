"""Coverage in figures, for 二（一）: who is on file, planned for, visited, and where most people are left out."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.coverage import LEADING, MEASURES, CoverageResult, cell_stem
from sweval.blocks import Block, Chart, Column, Paragraph, Sentence, Table
from sweval.evaluation import Evaluation
from sweval.presentation.words import HIDDEN_NOTE, TENS_NOTE, bare, bare_or_hidden, clauses, row, say
from sweval.record import MISSING, Figure


def coverage(evaluation: Evaluation, chart: Chart | None) -> Iterator[Block]:
    """The share of each measure in all, by category, crossed with areas as a map; then the widest gaps."""
    found = evaluation.coverage
    if found is None:
        return
    yield Paragraph(tuple(_sentences(evaluation, found)))
    if evaluation.shows("coverage_counts") and found.hidden is not None:
        yield _crossed(evaluation, found)
    if evaluation.shows("coverage_rates"):
        yield _categories(evaluation, found)
        if chart:
            yield chart
        yield Paragraph((_gaps(evaluation, found),))


def _sentences(evaluation: Evaluation, found: CoverageResult) -> Iterator[Sentence]:
    f = evaluation.figures
    yield say(
        "提供了{n}人群的建档和走访情况，各类合计{entries}（一人属于几类的，各计一次）。",
        n=f["coverage.listed"],
        entries=f["coverage.entries.persons"],
    )
    if any(f"coverage.entries.{measure}" in f for measure in MEASURES):
        shares = [
            say(
                "{name}的占{share}",
                name=f"已{name}" if measure == "on_file" else name,
                share=f[f"coverage.entries.{measure}"],
            )
            for measure, (name, _) in MEASURES.items()
            if f"coverage.entries.{measure}" in f
        ]
        yield clauses(shares, "，", "。")
    partly = [name for measure, (name, _) in MEASURES.items() if f"coverage.entries.{measure}" in f.withheld]
    if partly:
        yield Sentence(f"{'、'.join(partly)}的人数部分{MISSING}，占比不列。")
    untold = [name for measure, (name, _) in MEASURES.items() if measure not in found.measures]
    if untold:
        yield Sentence(f"{'、'.join(untold)}的人数{MISSING}。")
    if found.absent:
        yield Sentence(f"{'、'.join(found.absent)}的情况{MISSING}。")


def _categories(evaluation: Evaluation, found: CoverageResult) -> Table:
    f, rows = evaluation.figures, []
    stems = [(f"coverage.category.{n}", name) for n, name in enumerate(found.categories, start=1)]
    for stem, name in (*stems, ("coverage.entries", "合计（人次）")):
        shares = [f.get(f"{stem}.{measure}") or "—" for measure in found.measures]
        rows.append(row(name, bare(f[f"{stem}.persons"]), *shares, strong=stem == "coverage.entries"))
    heads = [Column(f"{MEASURES[measure][0]}率", "right") for measure in found.measures]
    note = "各率以提供了该项数据的人数为分母。一人可属多类，合计不是人数。"
    return Table(
        "各类人群的建档与走访", (Column("类别"), Column("人数", "right"), *heads), tuple(rows), note=note
    )


def _crossed(evaluation: Evaluation, found: CoverageResult) -> Table:
    """How many people of each category each area has; small counts, and what would give them away, are hidden."""
    f, station, areas = evaluation.figures, evaluation.station, found.areas if len(found.areas) > 1 else ()
    columns = (
        Column("类别"),
        *(Column(found.place(area, station), "right") for area in areas),
        Column("合计", "right"),
    )

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
    if found.in_tens:
        notes.append(TENS_NOTE)
    title = "各类人群在各片区的人数" if areas else "各类人群的人数"
    return Table(title, columns, tuple(rows), note="".join(notes))


def _gaps(evaluation: Evaluation, found: CoverageResult) -> Sentence:
    f, station = evaluation.figures, evaluation.station
    if not found.gaps:
        return Sentence("已提供的数据中，没有未建档、没有计划或未按期走访的人。")
    parts = [
        say(
            "{where}{category}{what}{n}",
            where=f"{found.place(gap.area, station)}的",
            category=gap.category,
            what=MEASURES[gap.measure][1],
            n=f[f"coverage.gap.{number}"],
        )
        for number, gap in enumerate(found.gaps[:LEADING], start=1)
    ]
    return clauses([Sentence("按涉及人数，缺口最大的依次是："), clauses(parts, "；", "。")], "")
