"""The scores of a district: ranks, parts, parties, grades, outliers, operators, experts."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.blocks import Block, Sentence, Table, TableRow
from sweval.district.operators import MIN_STATIONS
from sweval.district.overview import Overview
from sweval.district.spread import MIN_FOR_OUTLIERS
from sweval.domain.values.rounding import round_to
from sweval.presentation.district.front import cite_station
from sweval.presentation.drawings import district as drawings
from sweval.presentation.tables import bare, columns, right, row, table
from sweval.presentation.words import listed, paragraph, sentence
from sweval.record.figures import MISSING


def ranks(overview: Overview) -> Iterator[Block]:
    """Every station by its official total; equal totals share a rank."""
    f, totals = overview.figures, overview.totals
    if totals is None:
        yield paragraph("没有可以比较的总分。")
        return
    sentences = [
        sentence(
            "总分平均{mean}，中位数{median}，在{low}至{high}之间。",
            mean=f["district.total.mean"],
            median=f["district.total.median"],
            low=f["district.total.low"],
            high=f["district.total.high"],
        )
    ]
    if totals.deviation is not None:
        sentences.append(sentence("标准差{sd}。", sd=f["district.total.deviation"]))
    yield paragraph(*sentences)
    if chart := drawings.totals(overview):
        yield chart
    rows = []
    for r in overview.ranked:
        s = r.summary
        place = f"{r.place}（并列）" if r.tied else str(r.place)
        cells = (place, s.name, f"{s.total:f}", s.grade_by_total, s.grade, "、".join(s.triggered) or "—")
        rows.append(TableRow(cells, (cite_station(s.station),)))
    heads = columns(*right("名次"), "社工站", *right("总分（分）"), "按总分处于", "评估等级", "存在的情形")
    note = "名次按总分，与评估等级不是一回事：存在规则所列情形的，等级另定。差距小于评委评分波动的，名次先后没有实际意义。"
    yield table("总分与名次", heads, rows, note=note)
    left = [s.name for s in overview.district.summaries if s.not_evaluated]
    if left:
        yield paragraph(f"不予评估、不排名次的：{listed(left)}。")


def parts(overview: Overview) -> Iterator[Block]:
    """The score rates of every part over all stations."""
    if not overview.parts:
        yield paragraph("没有可以比较的评分。")
        return
    f = overview.figures
    stems = {part.id: f"district.part.{number}" for number, part in enumerate(overview.parts, start=1)}
    lowest = min(overview.parts, key=lambda part: part.spread.median)
    widest = max(overview.parts, key=lambda part: part.spread.high - part.spread.low)
    yield paragraph(
        sentence(
            "得分率中位数最低的是{name}（{median}）。",
            name=lowest.name,
            median=f[f"{stems[lowest.id]}.median"],
        ),
        sentence(
            "站点之间相差最大的是{name}，在{low}至{high}之间。",
            name=widest.name,
            low=f[f"{stems[widest.id]}.low"],
            high=f[f"{stems[widest.id]}.high"],
        ),
    )
    if chart := drawings.part_map(overview):
        yield chart
    yield _spreads(overview, "各项评估内容的得分率", [(stems[part.id], part.name) for part in overview.parts])


def parties(overview: Overview) -> Iterator[Block]:
    """The score rates that each party gave over all stations, and how much they differ between stations."""
    if not overview.parties:
        yield paragraph("没有可以比较的评分。")
        return
    f = overview.figures
    stems = {name: f"district.party.{number}" for number, name in enumerate(overview.parties, start=1)}
    deviations = {
        name: found.deviation for name, found in overview.parties.items() if found.deviation is not None
    }
    if deviations:
        highest, lowest = (end(deviations, key=lambda name: deviations[name]) for end in (max, min))
        yield paragraph(
            sentence(
                "站点之间拉开差距最大的是{most}（标准差{a}），最小的是{least}（标准差{b}）；一方给各站的分数相近，其评分对名次的作用就小。",
                most=highest,
                a=f[f"{stems[highest]}.deviation"],
                least=lowest,
                b=f[f"{stems[lowest]}.deviation"],
            )
        )
    yield _spreads(overview, "各方评分的得分率", [(stem, name) for name, stem in stems.items()])


def _spreads(overview: Overview, caption: str, stems: list[tuple[str, str]]) -> Table:
    f, rows = overview.figures, []
    for stem, name in stems:
        ids = [f"{stem}.{part}" for part in ("low", "first", "median", "third", "high", "deviation")]
        rows.append(row(name, *(bare(f[id]) if id in f else "—" for id in ids)))
    heads = ("最低", "第一四分位数", "中位数", "第三四分位数", "最高", "标准差")
    return table(caption, ("内容", *right(*heads)), rows)


def vetoes(overview: Overview) -> Iterator[Block]:
    """Stations by grade, stations with vetoes, and stations with conditions that weren't assessed."""
    f, stations = overview.figures, overview.district.summaries
    rows = []
    for place, grade in enumerate(overview.grades, start=1):
        count = f[f"district.grade.{place}"]
        rows.append(row(grade, bare(count), count.steps.removeprefix("占")))
    yield table("各等级的站点", ("等级", *right("站点数（个）", "占比")), rows)
    failed = [s for s in stations if s.triggered]
    if failed:
        triggered = (
            TableRow((s.name, "、".join(s.triggered), s.grade_by_total, s.grade), (cite_station(s.station),))
            for s in failed
        )
        heads = ("社工站", "存在的情形", "按总分处于", "评估等级")
        yield table("存在规则所列情形的站点", heads, triggered)
    unjudged = [s for s in stations if s.not_assessed]
    if unjudged:
        cites = tuple(cite_station(s.station) for s in unjudged)
        text = f"{len(unjudged)}个站点有情形因未提供资料不作认定；不作认定既不表示存在，也不表示不存在。"
        yield paragraph(Sentence(text, cites))


def outliers(overview: Overview) -> Iterator[Block]:
    """The outlying totals and score rates, with the fence that each exceeds."""
    evaluated = [s for s in overview.district.summaries if not s.not_evaluated]
    if len(evaluated) < MIN_FOR_OUTLIERS:
        yield paragraph(f"计入的站点不足{MIN_FOR_OUTLIERS}个，不判断离群。")
        return
    if not overview.outliers:
        yield paragraph("没有站点的总分或某项得分率落在界限以外。")
        return
    rows = []
    for o in overview.outliers:
        value, fence = (
            f"{round_to(number, 2)}分" if o.marks else f"{round_to(number * 100, 1)}%"
            for number in (o.value, o.fence)
        )
        side = "低于" if o.side == "low" else "高于"
        name = overview.district.station(o.station).name
        rows.append(TableRow((name, o.what, value, f"{side}{fence}"), (cite_station(o.station),)))
    yield paragraph("离群只提示值得再看，不表示评分有误或服务有问题。")
    yield table("离群站点", ("社工站", "内容", *right("数值", "所越界限")), rows)


def operators(overview: Overview) -> Iterator[Block]:
    """The operators by name, with a warning about small numbers of stations."""
    found = overview.funnel
    if found is None:
        yield paragraph("承办方不足两家，或各站总分相同，不作比较。")
        return
    beyond = [o for o in found.operators if o.beyond and not o.small]
    small = [o for o in found.operators if o.small]
    sentences = ["承办方的站点越少，平均分越容易因偶然而高低不同，因此不排名。"]
    if small:
        sentences.append(f"{len(small)}家承办方的站点不足{MIN_STATIONS}个，只列出，不作判断。")
    judged = len(found.operators) - len(small)
    if beyond:
        sentences.append(f"超出偶然范围（±3.09）的：{listed(o.name for o in beyond)}。")
    elif judged:
        sentences.append(f"其余{judged}家都在偶然范围以内，看不出差别。")
    yield paragraph(*sentences)
    if chart := drawings.operators(overview):
        yield chart
    rows = []
    for o in found.operators:
        word = (
            f"不足{MIN_STATIONS}站，不作判断" if o.small else "超出偶然范围" if o.beyond else "在偶然范围内"
        )
        evaluated = [s for s in overview.district.summaries if s.operator == o.name]
        cites = tuple(cite_station(s.station) for s in evaluated)
        rows.append(TableRow((o.name, str(o.stations), f"{round_to(o.mean, 2)}", word), cites))
    yield table("承办方", ("承办方", *right("站点数", "总分平均（分）"), "判断"), rows)


def experts(overview: Overview, *, by_code: bool) -> Iterator[Block]:
    """The severity of experts over stations: a table by code with ``by_code``, else in counts only."""
    found = overview.severity
    if found is None:
        yield paragraph(f"评委个人评分{MISSING}，或没有两名评委同评的评分点，评委宽严不能计算。")
        return
    f = overview.figures
    sentences = [
        sentence(
            "有同评的评委{n}，其中与同组评委相比偏高或偏低超出偶然的{outliers}。",
            n=f["district.experts"],
            outliers=f["district.experts.apart"],
        )
    ]
    if "district.experts.range" in f:
        sentences.append(
            sentence("最宽与最严的评委，得分率平均相差{range}。", range=f["district.experts.range"])
        )
    sentences.append(Sentence("只用于改进评分培训和评委搭配，不改变任何得分。"))
    if not found.connected:
        sentences.append(
            Sentence(
                f"评委分为互不相连的{found.groups}组（组间没有同评），各组之间的宽严不能比较，站点之间的高低也含评委差异。"
            )
        )
    yield paragraph(*sentences)
    if not by_code:
        return
    if chart := drawings.experts(overview):
        yield chart
    rows = []
    for e in found.experts:
        value, *ends = (round_to_float(number * 100) for number in (e.value, *(e.interval or ())))
        group = str(e.group) if not found.connected else "—"
        cells = (e.expert, group, str(e.stations), str(e.targets), value, "至".join(ends) or "—")
        rows.append(TableRow(cells))
    heads = columns("评委", "组", *right("站点数", "同评评分点", "偏离（百分点）", "95%区间"))
    note = "偏离为得分率高于（＋）或低于（−）同组评委平均的百分点。"
    yield table("评委宽严", heads, rows, note=note)


def round_to_float(value: float) -> str:
    """A number with its sign and one decimal; zero has no sign.

    >>> round_to_float(1.25), round_to_float(-0.31), round_to_float(0.01)
    ('+1.2', '−0.3', '0.0')
    """
    text = f"{value:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "−")
