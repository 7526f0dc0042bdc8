"""Scores as figures, in an order in which inputs come first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from sweval.analysis.scores.results import AreaScore, NodeScore, Scoring, printed_sum
from sweval.domain.disclosure.editions import ALL, WORKING, Editions
from sweval.domain.scheme.leaf_rules import Direct, describe
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node, Role
from sweval.domain.station.sheet import Vote
from sweval.domain.station.station import Station
from sweval.domain.values.rounding import add_up, percent, plain, to_decimal
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure, share

#: The label of a converted score, by the role of its node.
CONVERTED = {"score": "折算分", "bonus": "加分", "deduction": "扣分", "unscored": "结果（不计入总分）"}


def figures(scoring: Scoring, station: Station, scheme: Scheme) -> Iterator[Figure]:
    """Scores of leaves with their inputs, scores of nodes, the total, losses and their shares."""
    for node in scoring.nodes:
        yield from _node_figures(node, station)
    yield _total(scoring)
    raw = _ids(scoring.parties, "raw")
    yield _marks("score.unrounded", "不取舍时的合计", scoring.unrounded, raw, rule="scheme.rounding")
    yield from _losses(scoring)


def _marks(
    id: str,
    label: str,
    marks: Decimal,
    inputs: tuple[str, ...],
    steps: str = "",
    rule: str = "scheme.parties",
) -> Figure:
    return Figure(id, label, plain(marks), "分", rule=rule, inputs=inputs, steps=steps)


def _ids(scores: Iterable[NodeScore], figure: str) -> tuple[str, ...]:
    """The ids of the same figure of several nodes."""
    return tuple(f"score.{score.node.id}.{figure}" for score in scores)


def _total(scoring: Scoring) -> Figure:
    """The sum of the printed parts, and its rounding; of parties, where one of them differs from its parts' sum."""
    parts = scoring.parties if any(party.adjusted for party in scoring.parties) else scoring.parts
    counted = [part for part in parts if part.role != "unscored"]
    together = printed_sum(scoring.parties)
    steps = f"{_added(counted, [part.role for part in counted])}＝{_signed(together)}"
    if together != scoring.total:
        steps += _bounded(scoring.total, scoring.bound)
    inputs = _ids(counted, "converted")
    return _marks("score.total", "总分", scoring.total, inputs, steps, rule="scheme.rounding")


def _bounded(marks: Decimal, bound: str) -> str:
    """The result of rounding or bounding a sum, with the bound in words."""
    return f"→{plain(marks)}" + (f"（{bound}）" if bound else "")


def _added(parts: Sequence[NodeScore], roles: Sequence[Role]) -> str:
    """Converted scores with their signs: ``39.25＋11.00－2.50``."""
    signed = "".join(
        ("－" if role == "deduction" else "＋") + plain(part.converted)
        for part, role in zip(parts, roles, strict=True)
    )
    return signed.removeprefix("＋")


def _signed(marks: Decimal) -> str:
    """Marks that may be negative, with the minus sign of a printed sum."""
    return plain(marks).replace("-", "－")


def _losses(scoring: Scoring) -> Iterator[Figure]:
    full = add_up(c.node.full_mark for c in scoring.components)
    losses = [c.lost for c in scoring.components]
    together = add_up(losses)
    each = _ids(scoring.components, "lost")
    inputs, steps = each, "＋".join(map(plain, losses))
    # The shorter formula, where it gives the same.
    if full - scoring.total == together:
        inputs, steps = ("score.total",), f"{full}－{plain(scoring.total)}"
    yield _marks("score.lost", "失分合计", together, inputs, steps)
    for component in scoring.components if together else ():
        id, label = f"score.{component.node.id}.lost_share", f"{component.node.name}占失分比重"
        yield share(id, label, component.lost, together, rule="scheme.parties", inputs=each)
    for id, label, leading, measure in (
        ("score.highest", "得分率最高的评估内容", scoring.highest(), "rate"),
        ("score.heaviest", "失分最多的评估内容", scoring.heaviest(), "lost"),
    ):
        names = "、".join(c.node.name for c in leading) or "无"
        yield Figure(id, label, names, rule="method.order", inputs=_ids(scoring.components, measure))


# --- one node ---------------------------------------------------------------------------------------


def _node_figures(score: NodeScore, station: Station) -> Iterator[Figure]:
    node, name, full = score.node, score.node.name, score.node.full_mark
    stem = f"score.{node.id}"
    if score.children:
        below = _ids((c for c in score.children if c.node.role != "unscored"), "raw")
        yield _marks(f"{stem}.raw", f"{name}得分（不取舍）", score.unrounded, below)
    else:
        yield from _leaf_figures(score, station)
    yield _converted(score, stem)
    if score.role != "score":
        return
    converted, inputs = plain(score.converted), (f"{stem}.converted",)
    yield Figure(
        f"{stem}.rate",
        f"{name}得分率",
        percent(score.converted, full),
        rule="scheme.parties",
        inputs=inputs,
        steps=f"{converted}÷{full}",
    )
    lost = "" if score.over else f"{full}－{converted}"
    yield _marks(f"{stem}.lost", f"{name}失分", score.lost, inputs, lost)
    if score.over:
        yield _marks(f"{stem}.over", f"{name}高于标准分", score.over, inputs, f"{converted}－{full}")


def _converted(score: NodeScore, stem: str) -> Figure:
    node = score.node
    if score.children:
        parts = [c for c in score.children if c.node.role != "unscored"]
        steps = _added(parts, [c.node.role for c in parts])
        if score.adjusted:
            steps += f"＝{_signed(printed_sum(parts))}{_bounded(score.converted, score.bound)}"
        label = f"{node.name}{'得分' if node.role == 'score' else CONVERTED[node.role]}"
        return _marks(f"{stem}.converted", label, score.converted, _ids(parts, "converted"), steps)
    scaled = f"×{node.full_mark}÷{node.max_score}" if node.max_score != node.full_mark else ""
    steps = f"{plain(score.raw)}{scaled}→{plain(score.converted)}"
    label = f"{node.name}{CONVERTED[node.role]}"
    return _marks(
        f"{stem}.converted", label, score.converted, (f"{stem}.raw",), steps, rule="scheme.rounding"
    )


# --- leaves -----------------------------------------------------------------------------------------


def leaf_rule(leaf: Node) -> str:
    """The id of a leaf's rule: the common one for a direct score of the panel, else the leaf's own."""
    direct = isinstance(leaf.rule, Direct) and not leaf.rule.scale and leaf.raters == "panel"
    return "scheme.combining" if direct else f"scheme.node.{leaf.id}"


def _leaf_figures(score: NodeScore, station: Station) -> Iterator[Figure]:
    leaf, name = score.node, score.node.name
    stem = f"score.{leaf.id}"
    if leaf.by == "station":
        yield from _area_figures(f"{stem}.raw", f"{name}评分", score.areas[0], leaf, station, ALL)
        return
    ids = []
    for area in score.areas:
        ids.append(f"{stem}.area.{area.area}")
        label = f"{name}（{station.area(area.area or '').name}）评分"
        editions = WORKING if area.area in score.restricted_areas else ALL
        yield from _area_figures(ids[-1], label, area, leaf, station, editions)
    several = f"（各片区{leaf.areas.short}）" if len(score.areas) > 1 else ""
    yield Figure(
        f"{stem}.raw",
        f"{name}评分{several}",
        plain(score.raw),
        "分",
        rule=leaf_rule(leaf),
        inputs=tuple(ids),
        cells=_area_weight_cells(leaf, station),
        inner_steps=score.combined.formula() if score.combined else "",
        steps=_absent(score, station),
    )


def _absent(score: NodeScore, station: Station) -> str:
    """Areas without a score, and how they count."""
    scored = {area.area for area in score.areas}
    names = [area.name for area in station.areas if area.id not in scored]
    counted = "按0分计" if score.node.areas.missing == "zero" else "不计入"
    return f"{'、'.join(names)}没有评分，{counted}" if names else ""


def _area_figures(
    id: str, label: str, area: AreaScore, leaf: Node, station: Station, editions: Editions
) -> Iterator[Figure]:
    """An agreed score, or each rater's score (working papers only) and their combination.

    The combination depends on recusal too, so the flags of all raters are among its cells.
    """
    if len(area.votes) == 1 and area.votes[0].rater is None:
        yield _vote_figure(id, label, area.votes[0], leaf, area.raw)
        return
    ids = tuple(f"{id}.expert.{vote.rater}" for vote in area.votes)
    for vote_id, vote in zip(ids, area.votes, strict=True):
        recused = tuple(e.cell("recused") for e in station.experts if e.id == vote.rater)
        marks = to_decimal(leaf.rule.marks(vote.input, leaf.full_mark)) * leaf.max_score / leaf.full_mark
        yield _vote_figure(vote_id, f"{label}（{_who(vote, station)}）", vote, leaf, marks, recused)
    raters = station.raters if leaf.raters == "many" else station.experts
    word = "评分者" if leaf.raters == "many" else "评委"
    weights = tuple(r.cell(leaf.combine.weights) for r in station.raters) if leaf.combine.weights else ()
    counted = "按0分计" if leaf.combine.missing == "zero" else "不计入"
    yield Figure(
        id,
        f"{label}（{len(ids)}位{word}{leaf.combine.short}）",
        plain(area.raw),
        "分",
        rule=leaf_rule(leaf),
        inputs=ids,
        cells=(*(row.cell("recused") for row in raters), *weights),
        steps=f"未评分的{len(area.silent)}位{counted}" if area.silent else "",
        editions=editions,
        # The formula shows each rater's score.
        inner_steps=area.combined.formula() if area.combined else "",
    )


def _vote_figure(
    id: str, label: str, vote: Vote, leaf: Node, raw: Decimal, recused: tuple[Cell, ...] = ()
) -> Figure:
    steps = "" if isinstance(leaf.rule, Direct) else f"{describe(leaf.rule, vote.input)}→{plain(raw)}"
    value = vote.input.score if vote.input.score is not None else raw
    return Figure(
        id,
        label,
        plain(value),
        "分",
        rule=leaf_rule(leaf),
        cells=vote.cells + recused,
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
