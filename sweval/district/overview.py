"""The district as a whole: all comparisons of its stations, and their figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from sweval.district import concerns, operators, severity, spread
from sweval.district.summary import RefusedStation, Summary
from sweval.domain.values.rounding import percent, round_to
from sweval.record.figures import Figure, Figures, Rule

OWN: Final = "本报告的计算方法"
RULES: Final[tuple[Rule, ...]] = (
    Rule("district.count", "站点数", "计入数据无误的站点；数据有问题的列出，不计入任何一项。", OWN),
    Rule(
        "district.rank", "名次", "按各站正式总分由高到低，同分同名次，其后名次相应空出；不予评估的不排。", OWN
    ),
    Rule("district.mean", "平均与标准差", "算术平均；标准差以站点数减1为除数。", OWN),
    Rule(
        "district.quartile",
        "四分位数",
        "由小到大排列后线性内插；不足4站不计算。",
        "Hyndman 与 Fan（1996）第7种",
    ),
    Rule("district.party", "各方评分", "一方各项折算分之和除以标准分之和，为该方给出的得分率。", OWN),
    Rule("district.common", "共性问题", "同一主题在两个以上站点提出的，按站点数排列；一站只计一次。", OWN),
    Rule(
        "district.outlier",
        "离群",
        "低于第一四分位数或高于第三四分位数超过四分位距的1.5倍；不足8站不判断。",
        "Tukey（1977）",
    ),
    Rule(
        "district.severity",
        "评委宽严",
        "得分率＝评分点＋评委＋偶然，最小二乘；每一组互有同评的评委之和为0，区间为95%。没有同评相连的评委之间不能比较；不改变任何得分。",
        "Searle（1971）",
    ),
    Rule(
        "district.funnel",
        "承办方比较",
        "界限为全体平均±1.96和±3.09倍的单站标准差÷√站点数；不足5站的只列出，不作判断；不排名。",
        "Spiegelhalter（2005）",
    ),
)

#: The printed values of a spread, each with its Chinese name and its rule.
PARTS: Final = {
    "mean": ("平均", "district.mean"),
    "deviation": ("标准差", "district.mean"),
    "low": ("最低", "district.quartile"),
    "first": ("第一四分位数", "district.quartile"),
    "median": ("中位数", "district.quartile"),
    "third": ("第三四分位数", "district.quartile"),
    "high": ("最高", "district.quartile"),
}


@dataclass(frozen=True)
class District:
    """The stations of a district: those with valid data, and those that were refused."""

    batch: str
    summaries: tuple[Summary, ...]
    refused: tuple[RefusedStation, ...]

    def station(self, id: str) -> Summary:
        """The station with this id. Raises ``KeyError`` for an unknown id."""
        for summary in self.summaries:
            if summary.station == id:
                return summary
        raise KeyError(id)


@dataclass(frozen=True)
class Overview:
    """All comparisons of a district."""

    district: District
    ranked: tuple[spread.Ranked, ...]
    #: The totals of the evaluated stations; ``None`` where there is none.
    totals: spread.Spread | None
    grades: dict[str, int]
    parts: tuple[spread.PartSpread, ...]
    parties: dict[str, spread.Spread]
    common: tuple[concerns.CommonTheme, ...]
    outliers: tuple[spread.Outlier, ...]
    severity: severity.Model | None
    funnel: operators.Funnel | None
    rules: tuple[Rule, ...] = RULES

    @cached_property
    def figures(self) -> Figures:
        """The figures by id."""
        return Figures(_figures(self))


def overview(district: District) -> Overview:
    """Compare the stations of a district. Raises ``ValueError`` for stations of several schemes."""
    summaries = district.summaries
    schemes = {summary.scheme for summary in summaries}
    if len(schemes) > 1:
        raise ValueError(f"stations of several schemes: {'、'.join(sorted(schemes))}")
    evaluated = [summary for summary in summaries if not summary.not_evaluated]
    return Overview(
        district=district,
        ranked=spread.ranked(summaries),
        totals=spread.spread([summary.total for summary in evaluated]) if evaluated else None,
        grades=spread.grades(summaries),
        parts=spread.parts(evaluated),
        parties=spread.by_party(evaluated),
        common=concerns.common_themes(summaries),
        outliers=spread.outliers(summaries),
        severity=severity.model([rating for summary in summaries for rating in summary.ratings]),
        funnel=operators.funnel(summaries),
    )


def _figures(o: Overview) -> Iterator[Figure]:
    count = len(o.district.summaries)
    yield _count("stations", "计入的站点", count)
    yield _count("refused", "数据有问题的站点", len(o.district.refused))
    if o.totals:
        yield from _spread("district.total", "总分", o.totals, marks=True)
    for position, (grade, number) in enumerate(o.grades.items(), start=1):
        yield _count(f"grade.{position}", f"{grade}的站点", number, steps=f"占{percent(number, count, 1)}")
    for position, part in enumerate(o.parts, start=1):
        yield from _spread(f"district.part.{position}", f"{part.name}得分率", part.spread, marks=False)
    for position, (party, rates) in enumerate(o.parties.items(), start=1):
        yield from _spread(f"district.party.{position}", f"{party}得分率", rates, marks=False)
    if o.severity:
        rule = "district.severity"
        values = [expert.value for expert in o.severity.experts]
        if o.severity.connected:
            yield Figure(
                id="district.experts.range",
                label="最宽与最严的评委相差",
                value=f"{(max(values) - min(values)) * 100:.1f}",
                unit="个百分点",
                rule=rule,
            )
        outlying = sum(expert.is_outlier for expert in o.severity.experts)
        yield _count("experts", "有同评的评委", len(values), "名", rule)
        yield _count("experts.apart", "区间不含0的评委", outlying, "名", rule)


def _count(
    id: str, label: str, number: int, unit: str = "个", rule: str = "district.count", steps: str = ""
) -> Figure:
    return Figure(id=f"district.{id}", label=label, value=str(number), unit=unit, rule=rule, steps=steps)


def _spread(stem: str, name: str, values: spread.Spread, *, marks: bool) -> Iterator[Figure]:
    """The figures of a spread of marks, or of shares: in per cent, their deviation in percentage points."""
    for part, (part_name, rule) in PARTS.items():
        value: Decimal | None = getattr(values, part)
        if value is None:
            continue
        if marks:
            shown, unit = f"{round_to(value, 2)}", "分"
        elif part == "deviation":
            shown, unit = f"{round_to(value * 100, 1)}", "个百分点"
        else:
            shown, unit = f"{round_to(value * 100, 1)}%", ""
        steps = f"{values.count}个站点"
        yield Figure(f"{stem}.{part}", f"{name}{part_name}", shown, unit, rule=rule, steps=steps)
