"""Part 二（三）（六）（七）: opinions quoted with their authors; for operations also staff and finance in figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sweval.analysis.people.money import Money
from sweval.analysis.people.shortage import Shortage
from sweval.analysis.people.workforce import Workforce
from sweval.analysis.scores.results import NodeScore
from sweval.analysis.text.findings import select
from sweval.blocks import Block, FindingItem, Findings, Heading, Sentence, Table
from sweval.domain.station.rows import Finding
from sweval.domain.values.dates import chinese_day, chinese_month, name_months
from sweval.domain.values.parties import PARTIES, Section
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite_row
from sweval.presentation.tables import bare, columns, right, row, table
from sweval.presentation.words import clauses, listed, named, paragraph, sentence
from sweval.record.figures import MISSING

KINDS = {"strength": "值得肯定的地方", "concern": "需要关注的地方"}


def opinions(
    evaluation: Evaluation, section: Section, *, area: str | None = None, level: int = 3, first: int = 1
) -> Iterator[Block]:
    """Strengths, then concerns, of a section or of one area in it; headings are numbered from ``first``."""
    author = ""
    for number, (kind, name) in enumerate(KINDS.items(), start=first):
        rows = select(evaluation.station, section, kind, area)
        anchor = "-".join(filter(None, ("s", section, area, kind)))
        yield Heading(level, f"{number}. {name}", anchor)
        if rows:
            # Authors that are the same for both lists are printed once.
            repeated = number > first and authors(rows) == author
            author = authors(rows)
            yield Findings(tuple(item(row, row.dimension) for row in rows), author="" if repeated else author)
        else:
            yield paragraph(f"{MISSING}。")


def item(row: Finding, label: str = "") -> FindingItem:
    """An opinion in its author's words, with the recommendation."""
    advice = f"建议：{row.recommendation}" if row.recommendation else ""
    return FindingItem(row.text, advice, label, (cite_row(row),))


def authors(rows: Iterable[Finding]) -> str:
    """The parties that wrote these opinions."""
    return "、".join(dict.fromkeys(PARTIES[row.author] for row in rows))


def scores(evaluation: Evaluation, section: Section) -> Iterator[Block]:
    """The scores of the components that belong to a section."""
    parts = [_scored(evaluation, c) for c in evaluation.scoring.components if c.node.section == section]
    if parts:
        yield paragraph(clauses(parts, "，", "。"))


def _scored(evaluation: Evaluation, score: NodeScore) -> Sentence:
    """The score as given if it is a single score in marks, else the converted score."""
    f, stem, node = evaluation.figures, f"score.{score.node.id}", score.node
    agreed = not score.children and not score.combined and not score.areas[0].combined
    given = agreed and node.max_score == node.full_mark
    return sentence(
        "{name}{word}{score}（标准分{full}）",
        name=node.name,
        word="评分" if given else "得分",
        score=f[f"{stem}.raw" if given else f"{stem}.converted"],
        full=f[f"rule.{node.id}.full_mark"],
    )


def of_party(section: Section, evaluation: Evaluation) -> Iterator[Block]:
    """The party that a section is named after, the score it gave, then its opinions."""
    asked = getattr(evaluation.station.organisations, section)
    parties = [p for p in evaluation.scoring.parties if p.node.id == section]
    source = f"以下意见由评估方向{asked.name}收集整理。" if asked else f"{PARTIES[section]}{MISSING}。"
    yield paragraph(source, *(clauses([_scored(evaluation, party)], end="。") for party in parties))
    if asked or select(evaluation.station, section):
        yield from opinions(evaluation, section)


# --- operations -------------------------------------------------------------------------------------


def operations(evaluation: Evaluation) -> Iterator[Block]:
    """Operations: the score, staff and finance in figures, the opinions."""
    yield from scores(evaluation, "operations")
    yield Heading(3, "1. 人员与经费数据", "s-resources")
    yield from _resources(evaluation)
    yield from opinions(evaluation, "operations", first=2)


def _resources(evaluation: Evaluation) -> Iterator[Block]:
    """Retention of staff, shortages by month, spending; then a sentence on data that were not provided."""
    # The public edition has no turnover and no spending; it has shortages, which the vetoes measure.
    if evaluation.workforce and "staff.now" in evaluation.figures:
        yield paragraph(*_workforce(evaluation, evaluation.workforce))
    for shortage in evaluation.shortages:
        yield paragraph(*_shortage(evaluation, shortage))
        yield _months(evaluation, shortage)
    if evaluation.money and "finance.all.spent" in evaluation.figures:
        yield paragraph(*_money(evaluation, evaluation.money))
        yield _items(evaluation, evaluation.money)
    given = {
        "人员名册": evaluation.workforce,
        "各月应配与实配人数": evaluation.shortages,
        "经费收支": evaluation.money,
    }
    absent = [name for name, found in given.items() if not found]
    if absent:
        yield paragraph(f"{listed(absent)}{MISSING}。")


def _workforce(evaluation: Evaluation, found: Workforce) -> Iterator[Sentence]:
    f = evaluation.figures
    head = sentence("据人员名册，至{day}在岗{now}，", day=f["station.cut_off"], now=f["staff.now"])
    joined, left = f["staff.joined"], f["staff.left"]
    moved = sentence("合同期内到岗{joined}、离岗{left}", joined=joined, left=left)
    if joined.value == left.value == "0":
        moved = Sentence("合同期内没有到岗、离岗的", moved.cites)
    yield clauses([head, moved], "", "。")
    if "staff.retention" in f:
        yield sentence(
            "合同期起始日在岗的{start}中，{stayed}仍在岗，稳岗率为{rate}。",
            start=f["staff.at_start"],
            stayed=f["staff.stayed"],
            rate=f["staff.retention"],
        )
    else:
        yield Sentence("名册中没有合同期起始日在岗的人员，稳岗率无法计算。")
    if found.now:
        yield sentence("在岗人员中满两年的有{n}，占{share}。", n=f["staff.long"], share=f["staff.long_share"])
    if "staff.training" in f:
        trained = sentence(
            "在岗人员合同期内人均培训{mean}，最少的{least}",
            mean=f["staff.training"],
            least=f["staff.training_least"],
        )
        rest = (
            [sentence("{n}的时数未提供", n=f["staff.training_untold"])]
            if "staff.training_untold" in f
            else []
        )
        yield clauses([trained, *rest], "，", "。")
    else:
        yield Sentence(f"培训时数{MISSING}。")
    if "staff.served" in f:
        yield sentence("按兜底人群人数计，每名社工平均对应{n}。", n=f["staff.served"])


def _shortage(evaluation: Evaluation, found: Shortage) -> Iterator[Sentence]:
    f, stem = evaluation.figures, f"staff.short.{found.kind}"
    known = f[f"{stem}.months"]
    if not found.total:
        yield sentence("已提供的{n}中，{name}没有缺少。", n=known, name=found.name)
    else:
        worst = [(month.row.month, f[f"{stem}.{month.row.month}"]) for month in found.worst]
        worst_months = (
            clauses(named(f"{chinese_month(month)}缺", n) for month, n in worst)
            if len(worst) <= 3
            else named(f"{name_months(month for month, _ in worst)}各缺", worst[0][1])
        )
        yield sentence(
            "已提供的{n}中，{name}累计缺少{total}，最多的是{most}。",
            n=known,
            name=found.name,
            total=f[f"{stem}.total"],
            most=worst_months,
        )
    limit = f"rule.veto.{VETOES[found.kind]}"
    if limit in f:
        yield sentence("规则所列情形的界限为累计{limit}。", limit=f[limit])


#: The veto that measures the shortage of each kind of posts.
VETOES = {"all": "staff_shortage", "certified": "certified_shortfall"}


def _months(evaluation: Evaluation, found: Shortage) -> Table:
    f, rows = evaluation.figures, []
    for n, month in enumerate(found.months):
        # The cumulative shortage depends on the months before as well.
        also = [f[f"staff.short.{found.kind}.{m.row.month}"] for m in found.months[: n + 1]]
        cells = (month.required, month.filled, month.short, month.so_far)
        rows.append(row(chinese_month(month.row.month), *map(str, cells), also=also))
    heads = columns("月份", *right("应配（人）", "实配（人）", "缺少（人）", "累计缺少（人次）"))
    note = "实配多于应配的月份按不缺计，不抵其他月份。"
    return table(f"{found.name}各月应配与实配", heads, rows, note=note)


def _money(evaluation: Evaluation, found: Money) -> Iterator[Sentence]:
    f = evaluation.figures
    spent = named(f"{chinese_day(found.start)}至{chinese_day(found.end)}支出", f["finance.all.spent"])
    if "finance.all.execution" in f:
        yield sentence(
            "{spent}，为预算{budget}的{rate}；同期合同期已过{elapsed}。",
            spent=spent,
            budget=f["finance.all.budget"],
            rate=f["finance.all.execution"],
            elapsed=f["finance.elapsed"],
        )
    else:
        yield clauses([spent], end=f"，部分项目的预算{MISSING}，总执行率不计算。")
    if "finance.personnel_share" in f:
        yield sentence("其中人员费用占{share}。", share=f["finance.personnel_share"])


def _items(evaluation: Evaluation, found: Money) -> Table:
    f, rows = evaluation.figures, []
    for stem, name in (*((item.stem, item.name) for item in found.items), ("finance.all", "合计")):
        ids = (f"{stem}.budget", f"{stem}.spent")
        cells = [bare(f[id]) if id in f else MISSING for id in ids]
        execution = f.get(f"{stem}.execution") or "—"
        rows.append(row(name, *cells, execution, strong=stem == "finance.all"))
    heads = columns("项目", *right("预算（元）", "支出（元）", "执行率"))
    return table("经费执行情况", heads, rows, note="照所报，未经审计。")
