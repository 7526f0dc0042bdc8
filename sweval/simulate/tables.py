"""The tables of an invented station besides scores and people: services, finance, answers, findings, process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Final

from sweval.domain.scheme.scheme import Scheme, Step
from sweval.domain.station.people_rows import Satisfaction
from sweval.domain.station.rows import (
    CaseNote,
    Complaint,
    Feedback,
    Finance,
    Finding,
    Indicator,
    Output,
    ProcessStep,
    Rectification,
    Review,
    SelfScore,
)
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from sweval.simulate.chance import Chance, cents
from sweval.simulate.phrases import phrases

SERVICES: Final = (
    ("home_visits", "家访", "人次", 2400),
    ("phone_visits", "电访", "人次", 1600),
    ("cases", "个案", "个", 36),
    ("groups", "小组", "个", 24),
    ("events", "社区活动", "场", 60),
    ("policy", "政策宣传", "场", 20),
    ("training", "志愿者培训", "次", 12),
    ("referrals", "资源链接", "次", 80),
)
OUTPUTS: Final = (
    ("volunteers", "基本社区治理", "注册志愿者", "人", 60),
    ("media", "基本社会服务", "媒体报道", "篇", 8),
    ("donations", "基本民生保障", "链接物资折合", "元", 30_000),
)
PHRASES: Final = tuple(phrases())


def with_tables(made: Station, scheme: Scheme, chance: Chance, veto: str) -> Station:
    """The station with these tables, which trigger ``veto`` where it depends on them."""
    services = tuple(_indicators(made, chance))
    return replace(
        made,
        self_scores=tuple(_self_scores(scheme, chance)),
        indicators=services,
        outputs=tuple(_outputs(chance)),
        finance=tuple(_finance(made, chance, veto)),
        satisfaction=tuple(_satisfaction(made, chance)),
        findings=tuple(_findings(made, chance)),
        process=tuple(_process(made)),
        feedback=tuple(_feedback(chance)),
        rectification=tuple(_rectification(made, chance, veto)),
        complaints=tuple(_complaints(made, chance)),
        reviews=tuple(_reviews(made, services[-1])),
        notes=tuple(_notes(made, chance)),
    )


def _self_scores(scheme: Scheme, chance: Chance) -> Iterator[SelfScore]:
    """Self-evaluation is a little higher than the panel's scores."""
    for leaf in scheme.tree[0].leaves():
        if leaf.role == "score":
            share = Decimal(chance.whole(880, 1000)) / 1000
            yield SelfScore(node=leaf.id, score=cents(leaf.full_mark * share))


def _indicators(made: Station, chance: Chance) -> Iterator[Indicator]:
    months = months_between(made.contract.start, made.assessment.cut_off)
    for position, (id, name, unit, usual) in enumerate(SERVICES):
        agreed = max(6, usual * chance.whole(80, 120) // 100)
        done = agreed * chance.whole(38, 62) // 100
        service = Indicator(id=id, name=name, unit=unit, agreed=Decimal(agreed), done=Decimal(done))
        if position:
            rate = f"{Decimal(done * 100) / agreed:.2f}%" if position % 3 == 0 else None
            yield replace(service, reported_rate=rate)
            continue
        # The first is given by month, in varying parts; the remainder is in the last month.
        remaining = done
        for n, month in enumerate(months):
            last = n == len(months) - 1
            part = remaining if last else min(remaining, done * chance.whole(75, 125) // 100 // len(months))
            remaining -= part
            yield replace(service, month=month, done=Decimal(part), agreed=None if n else service.agreed)


def _outputs(chance: Chance) -> Iterator[Output]:
    for id, block, name, unit, usual in OUTPUTS:
        value = Decimal(usual * chance.whole(50, 150) // 100)
        yield Output(id=id, block=block, name=name, value=value, unit=unit, period="合同开始至评估日")


def _finance(made: Station, chance: Chance, veto: str) -> Iterator[Finance]:
    budget = made.contract.amount or Decimal(2_000_000)
    share = chance.whole(70, 76) if veto == "personnel_share" else chance.whole(82, 88)
    start, half, end = made.contract.start, made.assessment.cut_off, made.contract.end
    # The veto is judged on the whole year; otherwise spending mostly runs to the cut-off day.
    last = end if veto == "personnel_share" or chance.happens(200) else half
    spent = budget * (100 if last == end else 50) / 100
    staff, services = (spent * share / 100).quantize(Decimal("0.01")), spent * 10 / 100
    items = (("人员费用", 85, staff), ("服务费用", 10, services), ("行政费用", 5, spent - staff - services))
    for item, planned, amount in items:
        yield Finance(
            item=item,
            budget=budget * planned / 100,
            spent=amount,
            period_start=start,
            period_end=last,
            personnel=item == "人员费用",
        )


def _satisfaction(made: Station, chance: Chance) -> Iterator[Satisfaction]:
    """Answers by area, from questionnaires and phone calls; one area is a little less satisfied."""
    asked = made.assessment.asked or 120
    answered = asked - chance.whole(0, 15)
    lower = chance.whole(0, len(made.areas) - 1)
    for n, area in enumerate(made.areas):
        total = answered // len(made.areas) + (n < answered % len(made.areas))
        lowest, middle = (3, 6) if n == lower else (chance.whole(0, 1), chance.whole(1, 4))
        for low, high, in_band in ((0, 85, lowest), (85, 95, middle), (95, 100, total - lowest - middle)):
            by_phone = in_band // 3
            for mode, count in (("问卷", in_band - by_phone), ("电访", by_phone)):
                if count > 0:
                    yield Satisfaction(
                        group="服务对象",
                        mode=mode,
                        area=area.id,
                        band_low=Decimal(low),
                        band_high=Decimal(high),
                        count=count,
                        aware=count * chance.whole(80, 100) // 100,
                    )
    yield Satisfaction(
        group="村居干部",
        mode="访谈",
        band_low=Decimal(95),
        band_high=Decimal(100),
        count=chance.whole(10, 14),
    )


def _findings(made: Station, chance: Chance) -> Iterator[Finding]:
    overall = [phrase for phrase in PHRASES if phrase.section != "quality"]
    of_areas = [phrase for phrase in PHRASES if phrase.section == "quality"]
    whole = [(None, phrase) for phrase in chance.some_of(overall, 18)]
    parts = [(area.id, phrase) for area in made.areas for phrase in chance.some_of(of_areas, 5)]
    for number, (area_id, phrase) in enumerate([*whole, *parts], start=1):
        yield replace(phrase, id=f"f{number}", area=area_id)


#: Each step with its actor, and its calendar days after the day on site.
STEPS: Final[tuple[tuple[Step, str, int], ...]] = (
    ("plan", "评估方", -40),
    ("self_evaluation", "社工站", -14),
    ("onsite", "评估方", 0),
    ("evaluation_end", "评估方", 1),
    ("feedback", "评估方", 5),
    ("report", "评估方", 13),
    ("report_received", "区民政部门", 14),
    ("confirmation", "区民政部门", 18),
    ("notice_start", "区民政部门", 20),
    ("notice_end", "区民政部门", 31),
)


def _process(made: Station) -> Iterator[ProcessStep]:
    for step, actor, days in STEPS:
        yield ProcessStep(step=step, actor=actor, done=made.assessment.onsite_end + timedelta(days=days))


def _feedback(chance: Chance) -> Iterator[Feedback]:
    for party in ("purchaser", "bureau", "station"):
        objection = party == "station" and chance.happens(150)
        yield Feedback(
            party=party,
            channel="draft",
            objection=objection,
            comment="对部分评分有不同意见。" if objection else None,
            handling="已复核并说明理由。" if objection else None,
        )


def _rectification(made: Station, chance: Chance, veto: str) -> Iterator[Rectification]:
    late = veto == "late_rectification"
    for n, item in enumerate(("补齐个案档案", "更新内部制度"), start=1):
        due = made.assessment.onsite_end - timedelta(days=20 * n)
        done = due + timedelta(days=6) if late and n == 1 else due - timedelta(days=chance.whole(1, 8))
        yield Rectification(
            id=f"r{n}", item=item, owner="站长", due=due, done=done, proper=True, proof=f"P-{200 + n}"
        )


def _complaints(made: Station, chance: Chance) -> Iterator[Complaint]:
    """One in three stations gets a question during the public notice."""
    if chance.happens(330):
        received = made.assessment.onsite_end + timedelta(days=24)
        yield Complaint(
            id="q1",
            received=received,
            about="对服务质量评分的依据有疑问。",
            handling="已说明评分依据，维持原结果。",
            done=received + timedelta(days=3),
        )


def _reviews(made: Station, service: Indicator) -> Iterator[Review]:
    """One volume was raised on review, after late records; the indicators have the value after it."""
    if service.done:
        yield Review(
            id="v1",
            item=f"{service.name}完成量",
            before=f"{service.done - 1}",
            after=f"{service.done}",
            reason="补交一次活动记录，经核对计入。",
            author="evaluator",
            done=made.assessment.onsite_end + timedelta(days=8),
        )


NOTED: Final = ("家庭关系", "就业", "照护", "就学", "邻里")


def _notes(made: Station, chance: Chance) -> Iterator[CaseNote]:
    for n, subject in enumerate(chance.some_of(NOTED, 3), start=1):
        visits = chance.whole(1, 6)
        text = f"个案围绕{subject}，已跟进{visits}次，目标{chance.one_of(('基本达成', '部分达成', '尚待跟进'))}。"
        area = chance.one_of([area.id for area in made.areas])
        yield CaseNote(id=f"c{n}", area=area, subject=subject, text=text, author="evaluator")
