"""Data that were not provided, as listed in the summary and the preface."""

from __future__ import annotations

from dataclasses import dataclass

from sweval.evaluation import ScoredStation


@dataclass(frozen=True)
class MissingPart:
    """Data that were not provided, and the results that are missing without them."""

    name: str
    effect: str


def gaps(evaluation: ScoredStation) -> tuple[MissingPart, ...]:
    """The data that an evaluation of this kind uses and this station did not provide."""
    station = evaluation.station
    not_assessed = [v for v in evaluation.verdicts if v.state == "not_assessed" and v.measured is None]
    measured = {veto.measure for veto in evaluation.scheme.vetoes}
    findings = station.findings
    answers = station.satisfaction
    indicators = evaluation.progress.indicators
    unagreed = [i for i in indicators if i.agreed is None or i.reconstructed]
    found = {
        MissingPart("经费收支", "人员费用占比和预算执行无法计算"): not station.finance,
        MissingPart("各月应配与实配人数", "社工缺员和持证缺额无法累计"): not station.headcount
        and bool({"staff_shortage", "certified_shortfall"} & measured),
        MissingPart("整改资料", "整改是否及时、到位无法认定"): not station.rectification
        and "overdue_rectification" in measured,
        MissingPart(f"其他{evaluation.scheme.failing.name}情形的认定资料", "有关情形不作认定"): bool(
            not_assessed
        ),
        MissingPart("约定服务量", "完成率只能照录所报数值"): bool(unagreed)
        and len(unagreed) == len(indicators),
        MissingPart("部分指标的约定服务量", "有关完成率只能照录所报数值"): 0
        < len(unagreed)
        < len(indicators),
        MissingPart("服务量", "进度无法判断"): not station.indicators,
        MissingPart("部分月份的服务量", "有关指标的进度不作判断"): any(i.absent for i in indicators),
        MissingPart("满意度调查结果", "满意度无法计算"): evaluation.satisfaction is None,
        MissingPart("应访人数", "回应率无法计算"): bool(answers) and station.assessment.asked is None,
        MissingPart("知晓度调查结果", "知晓度无法计算"): all(row.aware is None for row in answers),
        # Only the evaluator sees the scores of single experts; other readers don't miss them.
        MissingPart("评委个人评分", "评分一致性无法分析"): evaluation.shows("own_scores_missing")
        and all(row.expert is None for row in station.scores),
        MissingPart("评委与片区的对应", "片区之间的差异可能包含评委差异"): any(
            len(c.areas) > 1 and c.same_experts(station) is None for c in evaluation.scoring.components
        ),
        MissingPart("佐证材料编号", "评分和意见不能逐条对应证据"): not (
            any(row.evidence for row in station.scores) or any(row.evidence for row in findings)
        ),
        MissingPart("评估意见", "值得肯定和需要关注的地方无法列出"): not findings,
        MissingPart("人员情况", "人员配备无法说明"): evaluation.staffing is None and not station.staff,
        MissingPart("各类人员数", "人员配备只列名册，未作统计"): evaluation.staffing is None
        and bool(station.staff),
        MissingPart("各方反馈", "异议情况无法说明"): not station.feedback,
    }
    return tuple(gap for gap, absent in found.items() if absent)
