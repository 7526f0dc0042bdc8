"""A synthetic station of which everything was provided, for what the published case can't show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import (
    Coverage,
    CoverageTotal,
    FrameMember,
    Headcount,
    Satisfaction,
    Staff,
)
from sweval.domain.station.rows import (
    Complaint,
    Expert,
    Feedback,
    Finance,
    Indicator,
    Rectification,
    Review,
    Score,
    SelfScore,
)
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from tests.build import day, numbered, only_scored, with_declarations, with_process

EXPERTS = ("zhao", "qian", "sun")
RECUSED = "li"


def filled(station: Station, scheme: Scheme) -> Station:
    """The published station's shape under invented names, with a panel, months, money and an objection."""
    profile = replace(
        station.profile, name="示例甲镇社工服务站", short_name="示例甲镇社工站", town="示例甲镇"
    )
    assessment = replace(station.assessment, experts=3, asked=150, population=900)
    made = replace(
        station,
        id="shili-jia",
        nature="synthetic",
        source="虚构",
        profile=profile,
        assessment=assessment,
        experts=_panel(),
        scores=_scores(station, scheme),
        indicators=_indicators(),
        claims=(),
        headcount=_headcount(station),
        finance=_finance(station),
        rectification=_rectification(),
        satisfaction=_satisfaction(),
        coverage_totals=_coverage(station),
        feedback=_feedback(),
        staff=_staff(),
        self_scores=(SelfScore(row=2, node="outcome", score=Decimal("14.5")),),
        frame=numbered([FrameMember(row=2, id=f"p{n}", area="a1", categories="残疾人") for n in range(9)]),
        coverage=(
            Coverage(row=2, area="a1", category="残疾人", persons=9, on_file=8, medium="paper", with_plan=7),
        ),
        complaints=(
            Complaint(
                row=2,
                id="q1",
                received=day("2024-03-26"),
                about="对建档人数有疑问",
                handling="已核对，维持原结果",
                done=day("2024-03-29"),
                review="v1",
            ),
        ),
        reviews=(
            Review(
                row=2,
                id="v1",
                item="家访完成量",
                before="899",
                after="900",
                reason="补交一次记录。",
                author="evaluator",
                done=day("2024-03-08"),
            ),
        ),
    )
    made = with_declarations(made, cleaners_on_posts="clear", other_breach="clear")
    return with_process(
        made,
        onsite="2024-02-28",
        evaluation_end="2024-02-29",
        feedback="2024-03-06",
        report="2024-03-15",
        report_received="2024-03-18",
        confirmation="2024-03-22",
        notice_start="2024-03-25",
        notice_end="2024-04-08",
    )


def answered(station: Station) -> Station:
    """A station of which only scores and answers were provided: by area, group, mode and category, one group small."""
    rows = [
        ("a1", "服务对象", "走访", "残疾人", 95, 100, 24, 20),
        ("a1", "服务对象", "电访", "低保对象", 85, 95, 8, 5),
        ("a2", "服务对象", "走访", "残疾人", 95, 100, 15, 0),
        ("a2", "服务对象", "走访", "低保对象", 85, 95, 12, None),
        ("a3", "服务对象", "电访", "残疾人", 95, 100, 14, 9),
        ("a3", "服务对象", "电访", "低保对象", 80, 100, 7, 3),
        ("a4", "服务对象", "走访", "孤儿", 95, 100, 4, None),
        ("a4", "服务对象", "走访", "低保对象", 85, 95, 3, 3),
        ("a5", "服务对象", "走访", "残疾人", 95, 100, 9, 9),
        ("a5", "服务对象", "电访", "低保对象", 85, 95, 11, 4),
        ("a1", "村居干部", "走访", None, 95, 100, 12, 12),
    ]
    made = [
        Satisfaction(
            row=2,
            area=area,
            group=group,
            mode=mode,
            category=category,
            band_low=Decimal(low),
            band_high=Decimal(high),
            count=count,
            aware=aware,
        )
        for area, group, mode, category, low, high, count, aware in rows
    ]
    people = [
        ("a2", "低保对象", 3, 3, None),
        ("a1", "低保对象", 20, 18, 9),
        ("a1", "残疾人", 30, 30, 30),
        ("a2", "残疾人", 25, 20, 5),
        ("a3", "低保对象", 40, None, None),
        (None, "孤儿", 2, 2, 1),
        ("a3", "外来务工人员", 12, 6, 6),
    ]
    covered = [
        Coverage(row=2, area=area, category=category, persons=persons, on_file=on_file, with_plan=planned)
        for area, category, persons, on_file, planned in people
    ]
    bare = only_scored(station)
    return replace(
        bare,
        coverage=numbered(covered),
        satisfaction=numbered(made),
        coverage_totals=_coverage(station)[1:],
        assessment=replace(bare.assessment, asked=150),
        absent=bare.absent - {"satisfaction", "coverage", "coverage_totals"},
    )


def _panel() -> tuple[Expert, ...]:
    here = [Expert(row=2, id=id, role="评委") for id in EXPERTS]
    return numbered([*here, Expert(row=2, id=RECUSED, role="评委", recused=True, reason="曾任该站督导")])


def _staff() -> tuple[Staff, ...]:
    """One who stayed, one who left and her successor."""
    start, left, next_ = day("2023-09-01"), day("2024-01-31"), day("2024-02-01")
    return numbered(
        [
            Staff(
                row=2,
                id="s1",
                group="social_worker",
                qualification="助理社会工作师",
                certified=True,
                start=start,
                training_hours=Decimal(24),
            ),
            Staff(row=2, id="s2", group="related", post="项目助理", certified=False, start=start, end=left),
            Staff(row=2, id="s3", group="related", post="项目助理", certified=False, start=next_),
        ]
    )


def _scores(station: Station, scheme: Scheme) -> tuple[Score, ...]:
    """Each expert's own scores of what the third party scores; the other parties' agreed."""
    rows = []
    for leaf in scheme.leaves():
        if scheme.party_of(leaf) is leaf:
            rows.append(Score(row=2, node=leaf.id, score=leaf.full_mark - Decimal("1.25")))
            continue
        places = [area.id for area in station.areas] if leaf.by == "area" else [None]
        for number, place in enumerate(places):
            for step, expert in enumerate((*EXPERTS, RECUSED)):
                score = leaf.full_mark - Decimal("1.37") - Decimal("0.31") * number - Decimal("0.22") * step
                rows.append(Score(row=2, node=leaf.id, area=place, expert=expert, score=score))
    return numbered(rows)


def _indicators() -> tuple[Indicator, ...]:
    """Three months of visits against one agreed volume; a group with a printed rate of its own."""
    visits = [
        Indicator(
            row=2, id="visits", name="家访", unit="人次", month=month, done=Decimal(done), agreed=agreed
        )
        for month, done, agreed in (
            ("2023-09", 210, Decimal(900)),
            ("2023-10", 190, None),
            ("2023-11", 97, None),
        )
    ]
    groups = Indicator(
        row=2, id="groups", name="小组", unit="个", done=Decimal(5), agreed=Decimal(8), reported_rate="63.00%"
    )
    return numbered([*visits, groups])


def _headcount(station: Station) -> tuple[Headcount, ...]:
    """One post short in the first month, two certified ones in the second."""
    months = months_between(station.contract.start, station.assessment.cut_off)
    return numbered(
        Headcount(
            row=2,
            month=month,
            required=15,
            in_post=14 if n == 0 else 15,
            certified_required=12,
            certified=10 if n == 1 else 13,
        )
        for n, month in enumerate(months)
    )


def _finance(station: Station) -> tuple[Finance, ...]:
    half = date(2024, 2, 29)
    start, end = station.contract.start, station.contract.end
    rows = [
        ("人员费用", "980000", start, half, True),
        ("人员费用", "970000", day("2024-03-01"), end, True),
        ("其他费用", "300000", start, end, False),
    ]
    return numbered(
        Finance(
            row=2,
            item=item,
            budget=Decimal(2_400_000),
            spent=Decimal(spent),
            period_start=first,
            period_end=last,
            personnel=staff,
        )
        for item, spent, first, last, staff in rows
    )


def _rectification() -> tuple[Rectification, ...]:
    return numbered(
        [
            Rectification(
                row=2, id="r1", item="补建档案", due=day("2024-01-31"), done=day("2024-01-20"), proper=True
            ),
            Rectification(
                row=2, id="r2", item="更新制度", due=day("2024-03-31"), done=day("2024-03-30"), proper=True
            ),
        ]
    )


def _satisfaction() -> tuple[Satisfaction, ...]:
    """Two modes, a band that overlaps another, a group that isn't the sample's, awareness."""
    rows = [
        ("服务对象", "电访", 95, 100, 71, 60),
        ("服务对象", "走访", 95, 100, 30, None),
        ("服务对象", "电访", 85, 95, 9, 5),
        ("服务对象", "走访", 80, 100, 6, None),
        ("服务对象", "走访", 95, 98, 8, None),
        ("村居干部", "走访", 95, 100, 12, 12),
    ]
    return numbered(
        Satisfaction(
            row=2,
            group=group,
            mode=mode,
            band_low=Decimal(low),
            band_high=Decimal(high),
            count=count,
            aware=aware,
        )
        for group, mode, low, high, count, aware in rows
    )


def _coverage(station: Station) -> tuple[CoverageTotal, ...]:
    whole = CoverageTotal(row=2, persons=900, categories=17, on_paper=15, electronic=2)
    areas = [
        CoverageTotal(row=2, area=area.id, persons=150 + 10 * n, categories=12)
        for n, area in enumerate(station.areas)
    ]
    return numbered([whole, *areas])


def _feedback() -> tuple[Feedback, ...]:
    return numbered(
        [
            Feedback(row=2, party="bureau", channel="draft", objection=False),
            Feedback(row=2, party="purchaser", channel="draft", objection=False),
            Feedback(row=2, party="station", channel="onsite", objection=False),
            Feedback(
                row=2,
                party="station",
                channel="draft",
                objection=True,
                comment="家访数量应以台账为准",
                handling="已核对台账，维持原意见",
            ),
        ]
    )
