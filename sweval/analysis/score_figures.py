"""Every score as a figure, each computed one after what it is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sweval.analysis.scored import AreaScore, NodeScore, Scoring, printed_sum
from sweval.domain.disclosure.editions import ALL, WORKING, Editions
from sweval.domain.leaf_rules import Direct, describe
from sweval.domain.rounding import add_up, percent, plain, to_decimal
from sweval.domain.row import Cell
from sweval.domain.scheme import Scheme
from sweval.domain.sheet import Vote
from sweval.domain.station import Station
from sweval.domain.tree import Node, Role
from sweval.record import Figure

#: What a converted score is called by the role of its node.
CONVERTED = {"score": "折算分", "bonus": "加分", "deduction": "扣分", "unscored": "结果（不计入总分）"}


def figures(scoring: Scoring, station: Station, scheme: Scheme) -> Iterator[Figure]:
    """Scores of leaves and what they are made of, of nodes up the tree, the total, losses and their shares."""
    for node in scoring.nodes:
        yield from _node_figures(node, station)
    yield _total(scoring)
    yield Figure(
        id="score.unrounded",
        label="不取舍时的合计",
        value=plain(scoring.unrounded),
        unit="分",
        rule="scheme.rounding",
        inputs=tuple(f"score.{t.node.id}.raw" for t in scoring.tree),
    )
    yield from _losses(scoring)


def _total(scoring: Scoring) -> Figure:
    """The sum of the parts as printed, and what rounding makes of it; of parties, where one isn't their sum."""
    parts = scoring.tree if any(party.adjusted for party in scoring.tree) else scoring.parts
    counted = [part for part in parts if part.role != "unscored"]
    together = printed_sum(scoring.tree)
    bound = f"（{scoring.bound}）" if scoring.bound else ""
    rounded = f"→{plain(scoring.total)}{bound}" if together != scoring.total else ""
    return Figure(
        id="score.total",
        label="总分",
        value=plain(scoring.total),
        unit="分",
        rule="scheme.rounding",
        inputs=tuple(f"score.{part.node.id}.converted" for part in counted),
        steps=f"{_added(counted, [part.role for part in counted])}＝{_signed(together)}{rounded}",
    )


def _added(parts: Sequence[NodeScore], roles: Sequence[Role]) -> str:
    """Converted scores with their signs: ``39.25＋11.00－2.50``."""
    signed = "".join(
        ("－" if role == "deduction" else "＋") + plain(part.converted)
        for part, role in zip(parts, roles, strict=True)
    )
    return signed.removeprefix("＋")


def _signed(marks: Decimal) -> str:
    """Marks that may be below 0, with the sign a running sum has."""
    return plain(marks).replace("-", "－")


def _losses(scoring: Scoring) -> Iterator[Figure]:
    full = add_up(c.node.full_mark for c in scoring.components)
    losses = [c.lost for c in scoring.components]
    together = add_up(losses)
    # Short where what is lost is what the total lacks; else by component.
    plainly = full - scoring.total == together
    inputs = tuple(f"score.{c.node.id}.lost" for c in scoring.components)
    yield Figure(
        id="score.lost",
        label="失分合计",
        value=plain(together),
        unit="分",
        rule="scheme.parties",
        inputs=("score.total",) if plainly else inputs,
        steps=f"{full}－{plain(scoring.total)}" if plainly else "＋".join(map(plain, losses)),
    )
    for component in scoring.components:
        if together:
            yield Figure(
                id=f"score.{component.node.id}.lost_share",
                label=f"{component.node.name}占失分比重",
                value=percent(component.lost, together),
                rule="scheme.parties",
                inputs=inputs,
                steps=f"{plain(component.lost)}÷{plain(together)}",
            )
    for id, label, leading, each in (
        ("score.highest", "得分率最高的评估内容", scoring.highest(), "rate"),
        ("score.heaviest", "失分最多的评估内容", scoring.heaviest(), "lost"),
    ):
        yield Figure(
            id=id,
            label=label,
            value="、".join(c.node.name for c in leading) or "无",
            rule="method.order",
            inputs=tuple(f"score.{c.node.id}.{each}" for c in scoring.components),
        )


# --- one node ---------------------------------------------------------------------------------------


def _node_figures(score: NodeScore, station: Station) -> Iterator[Figure]:
    node, name = score.node, score.node.name
    stem = f"score.{node.id}"
    if score.children:
        below = tuple(f"score.{c.node.id}.raw" for c in score.children if c.node.role != "unscored")
        yield Figure(
            id=f"{stem}.raw",
            label=f"{name}得分（不取舍）",
            value=plain(score.unrounded),
            unit="分",
            rule="scheme.parties",
            inputs=below,
        )
    else:
        yield from _leaf_figures(score, station)
    yield _converted(score, stem)
    if score.role != "score":
        return
    yield Figure(
        id=f"{stem}.rate",
        label=f"{name}得分率",
        value=percent(score.converted, node.full_mark),
        rule="scheme.parties",
        inputs=(f"{stem}.converted",),
        steps=f"{plain(score.converted)}÷{node.full_mark}",
    )
    yield Figure(
        id=f"{stem}.lost",
        label=f"{name}失分",
        value=plain(score.lost),
        unit="分",
        rule="scheme.parties",
        inputs=(f"{stem}.converted",),
        steps="" if score.over else f"{node.full_mark}－{plain(score.converted)}",
    )
    if score.over:
        yield Figure(
            id=f"{stem}.over",
            label=f"{name}高于标准分",
            value=plain(score.over),
            unit="分",
            rule="scheme.parties",
            inputs=(f"{stem}.converted",),
            steps=f"{plain(score.converted)}－{node.full_mark}",
        )


def _converted(score: NodeScore, stem: str) -> Figure:
    node = score.node
    if score.children:
        parts = [c for c in score.children if c.node.role != "unscored"]
        steps = _added(parts, [c.node.role for c in parts])
        if score.adjusted:
            bound = f"（{score.bound}）" if score.bound else ""
            steps += f"＝{_signed(printed_sum(parts))}→{plain(score.converted)}{bound}"
        return Figure(
            id=f"{stem}.converted",
            label=f"{node.name}{'得分' if node.role == 'score' else CONVERTED[node.role]}",
            value=plain(score.converted),
            unit="分",
            rule="scheme.parties",
            steps=steps,
            inputs=tuple(f"score.{c.node.id}.converted" for c in parts),
        )
    scaled = f"×{node.full_mark}÷{node.most}" if node.most != node.full_mark else ""
    return Figure(
        id=f"{stem}.converted",
        label=f"{node.name}{CONVERTED[node.role]}",
        value=plain(score.converted),
        unit="分",
        rule="scheme.rounding",
        inputs=(f"{stem}.raw",),
        steps=f"{plain(score.raw)}{scaled}→{plain(score.converted)}",
    )


# --- leaves -----------------------------------------------------------------------------------------


def leaf_rule(leaf: Node) -> str:
    """The rule a leaf's score leads to: its own where it is more than a score given outright."""
    outright = isinstance(leaf.rule, Direct) and not leaf.rule.scale and leaf.raters == "panel"
    return "scheme.combining" if outright else f"scheme.node.{leaf.id}"


def _leaf_figures(score: NodeScore, station: Station) -> Iterator[Figure]:
    leaf, name = score.node, score.node.name
    stem, rule = f"score.{leaf.id}", leaf_rule(leaf)
    if leaf.by == "station":
        yield from _area_figures(f"{stem}.raw", f"{name}评分", score.areas[0], leaf, station, ALL)
        return
    ids = []
    for area in score.areas:
        ids.append(f"{stem}.area.{area.area}")
        label = f"{name}（{station.area(area.area or '').name}）评分"
        readers = WORKING if area.area in score.inner_areas else ALL
        yield from _area_figures(ids[-1], label, area, leaf, station, readers)
    several = len(score.areas) > 1
    formula = score.combined.formula() if score.combined else ""
    yield Figure(
        id=f"{stem}.raw",
        label=f"{name}评分" + (f"（各片区{leaf.areas.short}）" if several else ""),
        unit="分",
        value=plain(score.raw),
        rule=rule,
        inputs=tuple(ids),
        cells=_area_weight_cells(leaf, station),
        inner_steps=formula,
        steps=_absent(score, station),
    )


def _absent(score: NodeScore, station: Station) -> str:
    """Areas nobody scored, and what became of them."""
    scored = {area.area for area in score.areas}
    names = [area.name for area in station.areas if area.id not in scored]
    counted = "按0分计" if score.node.areas.missing == "zero" else "不计入"
    return f"{'、'.join(names)}没有评分，{counted}" if names else ""


def _area_figures(
    id: str, label: str, area: AreaScore, leaf: Node, station: Station, editions: Editions
) -> Iterator[Figure]:
    """One agreed score, or each rater's (working papers only) and then what they come to.

    The latter rests on who is recused as well: the flags of all raters are among its cells.
    """
    if len(area.votes) == 1 and area.votes[0].rater is None:
        yield _vote_figure(id, label, area.votes[0], leaf, area.raw)
        return
    ids = tuple(f"{id}.expert.{vote.rater}" for vote in area.votes)
    for vote_id, vote in zip(ids, area.votes, strict=True):
        recused = tuple(e.cell("recused") for e in station.experts if e.id == vote.rater)
        marks = to_decimal(leaf.rule.marks(vote.given, leaf.full_mark)) * leaf.most / leaf.full_mark
        one = _vote_figure(vote_id, f"{label}（{_who(vote, station)}）", vote, leaf, marks)
        yield Figure(
            id=one.id,
            label=one.label,
            value=one.value,
            unit="分",
            rule=one.rule,
            steps=one.steps,
            cells=(*one.cells, *recused),
        )
    raters = station.raters if leaf.raters == "many" else station.experts
    word = "评分者" if leaf.raters == "many" else "评委"
    weights = tuple(r.cell(leaf.combine.weights) for r in station.raters) if leaf.combine.weights else ()
    absent = f"未评分的{len(area.silent)}位" if area.silent else ""
    told = f"{absent}{'按0分计' if leaf.combine.missing == 'zero' else '不计入'}" if absent else ""
    yield Figure(
        id=id,
        label=f"{label}（{len(ids)}位{word}{leaf.combine.short}）",
        value=plain(area.raw),
        unit="分",
        rule=leaf_rule(leaf),
        inputs=ids,
        cells=(*(row.cell("recused") for row in raters), *weights),
        steps=told,
        editions=editions,
        # What each rater gave can be read from it.
        inner_steps=area.combined.formula() if area.combined else "",
    )


def _vote_figure(id: str, label: str, vote: Vote, leaf: Node, raw: Decimal) -> Figure:
    steps = "" if isinstance(leaf.rule, Direct) else f"{describe(leaf.rule, vote.given)}→{plain(raw)}"
    value = vote.given.score if vote.given.score is not None else raw
    return Figure(
        id=id,
        label=label,
        value=plain(value),
        unit="分",
        rule=leaf_rule(leaf),
        cells=vote.cells,
        inputs=(vote.figure,) if vote.figure else (),
        steps=steps,
    )


def _who(vote: Vote, station: Station) -> str:
    named = next((rater.name for rater in station.raters if rater.id == vote.rater), None)
    return named or f"评委{vote.rater}"


def _area_weight_cells(leaf: Node, station: Station) -> tuple[Cell, ...]:
    if leaf.areas.weights == "people":
        return tuple(total.cell("persons") for total in station.coverage_totals if total.area)
    return (station.at("areas"),) if leaf.areas.weights else ()
