"""The first and last parts of a district overview: cover, summary, methods and sources."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.blocks import Block, Cite, Cover, Heading, TableRow, Tile, Tiles
from sweval.district.overview import Overview
from sweval.domain.scheme.scheme import STAGES
from sweval.domain.values.dates import chinese_day
from sweval.presentation.citations import cite, cite_all, figure_anchor, rule_anchor
from sweval.presentation.status import SAMPLE
from sweval.presentation.tables import right, table
from sweval.presentation.words import clauses, listed, named, paragraph, sentence

FOR_WHOM = "供区民政部门内部使用，不对外公布；名次只反映本次评估的总分，不代表各站服务条件相同。"


def cover(overview: Overview, name: str) -> Iterator[Block]:
    """The title page, with the name of the edition."""
    stations = overview.district.summaries
    mark = SAMPLE if any(s.nature == "synthetic" for s in stations) else "区级汇总"
    stages = listed(dict.fromkeys(STAGES[s.stage] for s in stations))  # type: ignore[index]
    days = [s.as_of for s in stations]
    until = f"{chinese_day(min(days))}至{chinese_day(max(days))}" if days else "—"
    yield Cover(
        title=f"社工服务站{stages}评估区域汇总",
        subtitle=f"（批次 {overview.district.batch}）",
        status=f"{mark}　{name}",
        rows=(("站点数", f"{len(stations)}个"), ("各站基准日", until)),
        page_mark=f"{mark}｜{name}",
    )


def summary(overview: Overview) -> Iterator[Block]:
    """The district at a glance: stations, median total, grades."""
    f, totals = overview.figures, overview.totals
    yield Heading(1, "汇总摘要", "s-summary")
    sample = any(s.nature == "synthetic" for s in overview.district.summaries)
    invented = "社工站、机构和数据均为虚构，仅作示例。" if sample else ""
    yield paragraph(invented + FOR_WHOM, role="status")
    tiles = [
        Tile(
            "计入的站点",
            f["district.stations"].text,
            f"另有{f['district.refused'].text}因数据有问题没有计入"
            if overview.district.refused
            else "没有因数据问题而未计入的",
            cite_all(f["district.stations"], f["district.refused"]),
            lead=True,
        )
    ]
    if totals:
        note = sentence("最低{low}，最高{high}", low=f["district.total.low"], high=f["district.total.high"])
        median = f["district.total.median"]
        tiles.append(Tile("总分中位数", median.text, note.text, (cite(median), *note.cites)))
    grades = [
        named(grade, f[f"district.grade.{place}"]) for place, grade in enumerate(overview.grades, start=1)
    ]
    if grades:
        counts = clauses(grades, "，")
        triggered = [s for s in overview.district.summaries if s.triggered]
        note_text = f"存在规则所列情形的{len(triggered)}个" if triggered else "没有认定存在规则所列情形的"
        tiles.append(Tile("等级", counts.text, note_text, counts.cites, alert=bool(triggered)))
    yield Tiles(tuple(tiles))


def methods(overview: Overview) -> Iterator[Block]:
    """Every method, every figure with its rule, every station with its record."""
    rules = {rule.id: rule for rule in overview.rules}
    method_rows = (TableRow((r.name, r.text, r.source), anchor=rule_anchor(r.id)) for r in overview.rules)
    yield table("方法", ("方法", "内容", "出处"), method_rows, role="source")
    rows = []
    for figure in overview.figures.values():
        rule = rules[figure.rule]
        cells = (figure.code, figure.label, figure.text, "", figure.steps or "—")
        links: dict[int, tuple[Cite, ...]] = {3: (Cite(rule_anchor(rule.id), rule.name),)}
        rows.append(TableRow(cells, anchor=figure_anchor(figure.id), links=links))
    yield table("汇总数字", ("代码", "名称", *right("数值"), "方法", "所据"), rows, role="source")
    stations = []
    for s in overview.district.summaries:
        where = (s.station, s.name, s.scheme, chinese_day(s.as_of))
        stations.append(TableRow(where, anchor=station_anchor(s.station)))
    heads = ("站点编号", "社工站", "指标体系", "基准日")
    note = "各站的数字与该站评估报告及其记录一致，依据和出处见该站报告附录。"
    yield table("各站记录", heads, stations, note=note, role="source")


def station_anchor(station: str) -> str:
    """The anchor of a station's row."""
    return f"st-{station}"


def cite_station(station: str) -> Cite:
    """The citation of a station's record."""
    return Cite(station_anchor(station), station)
