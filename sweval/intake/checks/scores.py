"""Checks of the score sheet: scores and inputs against the rules of their leaves, and missing ones."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.domain.scheme.leaf_rules import KINDS, SCORED, Checklist, KOfN, Levels, PerUnit
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import WEIGHTS, Node
from sweval.domain.station.rows import LeafInput, Score
from sweval.domain.station.sheet import Place, ScoreSheet, Vote, read_sheet, weight_of_area
from sweval.domain.station.station import Station
from sweval.domain.values.faults import Fault
from sweval.domain.values.row import Row
from sweval.intake.checks.repairing import AREAS, Broken


def score_faults(station: Station, scheme: Scheme, broken: Broken) -> Iterator[Fault]:
    """Every fault of scores and leaf inputs; a leaf that lost a ``broken`` row has no fault of missing ones."""
    leaves = {leaf.id: leaf for leaf in scheme.leaves()}
    rows: tuple[Score | LeafInput, ...] = (*station.scores, *station.leaf_inputs)
    for row in rows:
        leaf = leaves.get(row.node)
        if leaf is None:
            yield row_fault(row, "node", row.node, "指标体系中没有这项评估内容", f"可填：{'、'.join(leaves)}")
        else:
            yield from _place_faults(row, leaf)
            yield from _score_row(row, leaf) if isinstance(row, Score) else _input_row(row, leaf)
    yield from _self_score_faults(station, scheme)
    many = {n.id for n in scheme.nodes() if any(leaf.raters == "many" for leaf in n.leaves())}
    for rater in station.raters:
        if rater.node not in many:
            known = "、".join(sorted(many)) or "（没有由多方评分的评估内容）"
            yield row_fault(rater, "node", rater.node, "这项评估内容不由多方分别评分", f"可填：{known}")
    sheet = read_sheet(station, scheme, {})
    raters_known = not broken.any("experts", "raters")
    for leaf in leaves.values():
        if leaf.indicator:
            if not broken.lacks("indicators", leaf.indicator):
                yield from _rate_faults(leaf, leaf.indicator, station)
        elif leaf.by == "area" and broken.any(AREAS):
            continue
        elif raters_known and not any(broken.lacks(table, leaf.id) for table in ("scores", "leaf_inputs")):
            yield from _leaf_faults(leaf, sheet, broken)


def _self_score_faults(station: Station, scheme: Scheme) -> Iterator[Fault]:
    """A station may score itself on any node, not only on leaves."""
    nodes = {node.id: node for node in scheme.nodes()}
    for row in station.self_scores:
        node = nodes.get(row.node)
        if node is None:
            yield row_fault(row, "node", row.node, "指标体系中没有这项评估内容", f"可填：{'、'.join(nodes)}")
        elif row.score > node.full_mark:
            yield row_fault(row, "score", row.score, f"自评分超过标准分{node.full_mark}", "请检查评分")


def row_fault(row: Row, column: str, value: object, problem: str, remedy: str) -> Fault:
    """A fault in one cell of a table."""
    return Fault(f"{row.table}.csv", row.row, column, str(value), problem, remedy)


def _place_faults(row: Score | LeafInput, leaf: Node) -> Iterator[Fault]:
    if leaf.by == "area" and row.area is None:
        yield row_fault(row, "area", "", "这项评估内容按片区评分，没有填片区", "请补填片区编号")
    if leaf.by == "station" and row.area is not None:
        yield row_fault(row, "area", row.area, "这项评估内容不分片区", "请清空片区")
    if row.rater is not None and leaf.raters == "panel":
        yield row_fault(row, "rater", row.rater, "这项评估内容不由多方分别评分", "请清空这一格")
    if leaf.raters == "many" and row.rater is None:
        yield row_fault(row, "rater", "", "这项评估内容由多方分别评分，没有填评分者", "请补填评分者编号")
    if row.expert is not None and row.rater is not None:
        yield row_fault(row, "expert", row.expert, "同时填了评委和评分者", "请只填一种")


def _score_row(row: Score, leaf: Node) -> Iterator[Fault]:
    rule = leaf.rule
    if rule.kind not in SCORED:
        problem = f"这项评估内容为{KINDS[rule.kind]}，不直接评分"
        yield row_fault(row, "node", row.node, problem, "请改填 leaf_inputs.csv")
        return
    if row.score is not None and row.score > leaf.max_score:
        problem = f"评分超过{'满分' if leaf.max_score != leaf.full_mark else '标准分'}{leaf.max_score}"
        yield row_fault(row, "score", row.score, problem, "请检查评分")
    if isinstance(rule, Levels):
        yield from _level_faults(row, rule)
    elif row.level is not None:
        yield row_fault(row, "level", row.level, "这项评估内容不分等次", "请清空这一格")
    elif row.score is None:
        yield row_fault(row, "score", "", "没有填评分", "请补填；0分也要写0")


def _level_faults(row: Score, rule: Levels) -> Iterator[Fault]:
    names = "、".join(level.name for level in rule.levels)
    level = rule.level(row.level)
    if level is None:
        yield row_fault(row, "level", row.level or "", "没有这个等次", f"可填：{names}")
    elif row.score is None and level.low != level.high:
        problem = f"“{level.name}”为{level.low}至{level.high}分，没有填评分"
        yield row_fault(row, "score", "", problem, "请补填")
    elif row.score is not None and not level.low <= row.score <= level.high:
        problem = f"不在“{level.name}”的{level.low}至{level.high}分之内"
        yield row_fault(row, "score", row.score, problem, "请检查评分或等次")


def _input_row(row: LeafInput, leaf: Node) -> Iterator[Fault]:
    rule = leaf.rule
    if leaf.indicator:
        problem = f"这项评估内容取指标“{leaf.indicator}”的完成率"
        yield row_fault(row, "node", row.node, problem, "请删去这一行")
    elif rule.kind in SCORED:
        yield row_fault(row, "node", row.node, f"这项评估内容为{KINDS[rule.kind]}", "请改填 scores.csv")
    elif isinstance(rule, (Checklist, KOfN)):
        items = [item.id for item in rule.items]
        if row.item not in items:
            yield row_fault(row, "item", row.item or "", "没有这一项", f"可填：{'、'.join(items)}")
        elif row.met is None:
            yield row_fault(row, "met", "", "没有填是否满足", "请填“是”或“否”")
    else:
        if row.item is not None:
            yield row_fault(row, "item", row.item, "这项评估内容不分项", "请清空这一格")
        if row.value is None:
            yield row_fault(row, "value", "", "没有填数值", "请补填；0也要写0")
        elif isinstance(rule, PerUnit) and row.value < 0:
            yield row_fault(row, "value", row.value, "次数不能为负", "请检查")


def _rate_faults(leaf: Node, indicator: str, station: Station) -> Iterator[Fault]:
    """A leaf's completion rate must be given, or computable."""
    rows = [row for row in station.indicators if row.id == indicator]
    computable = any(row.done is not None for row in rows) and any(row.agreed for row in rows)
    if not rows or not (computable or any(row.reported_rate for row in rows)):
        what = "没有完成率，也没有完成量和约定量" if rows else "没有这个指标"
        problem = f"“{leaf.name}”取这个指标的完成率，而指标表中{what}"
        yield Fault("indicators.csv", column="id", value=indicator, problem=problem, remedy="请补填")


def _leaf_faults(leaf: Node, sheet: ScoreSheet, broken: Broken) -> Iterator[Fault]:
    """Faults of a leaf as a whole: missing scores, and how they can be combined."""
    places = sheet.places(leaf)
    if leaf.by == "area" and not places:
        problem = f"“{leaf.name}”按片区评分，但没有片区"
        yield Fault("station.yaml", column="areas", problem=problem, remedy="请补填片区")
    votes = {place: sheet.votes(leaf, place) for place in places}
    for place, place_votes in votes.items():
        yield from _votes_faults(leaf, place, place_votes, sheet)
    scored = tuple(place for place in places if votes[place])
    if places and not scored and leaf.areas.missing != "refuse":
        yield _lacking(leaf, f"缺少“{leaf.name}”的评分")
    if leaf.by == "area":
        counted = places if leaf.areas.missing == "zero" else scored
        yield from _combining_faults(leaf, len(counted))
        if not broken.any("coverage_totals"):
            yield from _area_weights(leaf, counted, sheet)


def _votes_faults(leaf: Node, place: Place, votes: tuple[Vote, ...], sheet: ScoreSheet) -> Iterator[Fault]:
    where = f"（片区 {place}）" if place else ""
    if not votes:
        if leaf.areas.missing == "refuse":
            yield _lacking(leaf, f"缺少“{leaf.name}”的评分{where}")
        return
    raters = {vote.rater for vote in votes}
    if None in raters and len(raters) > 1:
        first = next(vote for vote in votes if vote.rater is None).rows[0]
        yield row_fault(first, "expert", "", "既有合议评分又有评委个人评分", "请只保留一种")
    if isinstance(leaf.rule, (Checklist, KOfN)):
        for vote in votes:
            yield from _items_missing(leaf, where, vote)
    silent = sheet.missing_raters(leaf, place, votes)
    if silent and leaf.combine.missing == "refuse":
        yield _lacking(leaf, f"缺少“{leaf.name}”的评分{where}：{'、'.join(silent)}")
    if raters != {None}:
        zero = leaf.combine.missing == "zero"
        yield from _combining_faults(leaf, len(votes) + (len(silent) if zero else 0), where, raters=True)
        yield from _rater_weights(leaf, raters, sheet)


def _items_missing(leaf: Node, where: str, vote: Vote) -> Iterator[Fault]:
    filled = {row.item for row in vote.rows if isinstance(row, LeafInput)}
    assert isinstance(leaf.rule, (Checklist, KOfN))
    absent = [item.id for item in leaf.rule.items if item.id not in filled]
    if absent:
        who = f"（{vote.rater}）" if vote.rater else ""
        yield _lacking(leaf, f"“{leaf.name}”{where}{who}缺少各项是否满足：{'、'.join(absent)}")


def _combining_faults(leaf: Node, number: int, where: str = "", *, raters: bool = False) -> Iterator[Fault]:
    way = (leaf.combine if raters else leaf.areas).way
    if way == "trimmed_mean" and 0 < number <= 2:
        kind = "评分者" if raters else "片区"
        problem = f"“{leaf.name}”{where}去掉最高分和最低分后取平均，至少要3个{kind}，只有{number}个"
        yield _lacking(leaf, problem)


def _rater_weights(leaf: Node, raters: set[str | None], sheet: ScoreSheet) -> Iterator[Fault]:
    by = leaf.combine.weights
    if by is None:
        return
    # A rater missing from the table is a fault of the reference.
    known = [rater for rater in sheet.station.raters if rater.id in raters]
    unknown = [rater for rater in known if getattr(rater, by) is None]
    for rater in unknown:
        problem = f"“{leaf.name}”按{WEIGHTS[by]}加权，没有填{WEIGHTS[by]}"
        yield row_fault(rater, by, "", problem, "请补填")
    if known and not unknown and not any(getattr(rater, by) for rater in known):
        problem = f"“{leaf.name}”按{WEIGHTS[by]}加权，而评分者的{WEIGHTS[by]}都是0"
        yield row_fault(known[0], by, 0, problem, "请检查")


def _area_weights(leaf: Node, places: tuple[Place, ...], sheet: ScoreSheet) -> Iterator[Fault]:
    by = leaf.areas.weights
    if by is None:
        return
    weights = {place: weight_of_area(place or "", sheet.station, by) for place in places}
    for place, weight in weights.items():
        if weight is None:
            problem = f"“{leaf.name}”按各片区{WEIGHTS[by]}加权，缺片区 {place} 的{WEIGHTS[by]}"
            yield Fault("coverage_totals.csv", column="persons", problem=problem, remedy="请补填")
    if weights and None not in weights.values() and not any(weights.values()):
        file, column = ("station.yaml", "areas") if by == "units" else ("coverage_totals.csv", "persons")
        problem = f"“{leaf.name}”按各片区{WEIGHTS[by]}加权，而各片区的{WEIGHTS[by]}都是0"
        yield Fault(file, column=column, problem=problem, remedy="请检查")


def _lacking(leaf: Node, problem: str) -> Fault:
    file = "scores.csv" if leaf.rule.kind in SCORED else "leaf_inputs.csv"
    return Fault(file, column="node", value=leaf.id, problem=problem, remedy="请补填")
