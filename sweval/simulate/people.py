"""The tables about people of an invented station: staff, posts, people served, coverage.

Totals are counted from rows, so that the tables agree.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import (
    Coverage,
    CoverageTotal,
    FrameMember,
    Headcount,
    Staff,
    StaffGroup,
    StaffTotal,
)
from sweval.domain.station.station import Station
from sweval.domain.values.dates import months_between
from sweval.simulate.chance import Chance

#: Group, qualification, whether certified, post, minimum and maximum number.
POSTS: Final[tuple[tuple[StaffGroup, str | None, bool, str, int, int], ...]] = (
    ("social_worker", "社会工作师（中级）", True, "督导", 2, 5),
    ("social_worker", "助理社会工作师", True, "一线社工", 5, 9),
    ("related", None, False, "项目助理", 2, 3),
    ("other", None, False, "行政", 0, 2),
)
#: By veto, how many months from the contract's start its posts stay vacant.
VACANT: Final = {"staff_shortage": 3, "certified_shortfall": 2}


def with_people(made: Station, scheme: Scheme, chance: Chance, veto: str) -> Station:
    """The station with these tables, which trigger ``veto`` where it depends on them."""
    staff = tuple(_staff(made, chance, veto))
    frame = tuple(_frame(made, scheme, chance))
    totals = tuple(_coverage_totals(made, scheme, frame, chance))
    return replace(
        made,
        staff=staff,
        staff_totals=tuple(_staff_totals(made, staff)),
        headcount=tuple(_headcount(made, staff)),
        frame=frame,
        coverage_totals=totals,
        coverage=tuple(_coverage(scheme, frame, totals, chance)),
    )


# --- staff ------------------------------------------------------------------------------------------


def _staff(made: Station, chance: Chance, veto: str) -> Iterator[Staff]:
    """Nearly all started before the contract; some start later, in a vacant post or after another left."""
    first = made.contract.start
    months = months_between(first, made.assessment.cut_off)
    short = {"staff_shortage": "related", "certified_shortfall": "social_worker"}.get(veto)
    left = "" if veto else chance.one_of(("", "", "related", "social_worker"))
    number = 0
    for group, qualification, certified, post, minimum, maximum in POSTS:
        for n in range(chance.whole(minimum, maximum)):
            number += 1
            start = first - timedelta(days=chance.whole(0, 1200))
            if group == short and qualification != POSTS[0][1] and n < 2:
                start = _first_day(months[VACANT[veto]])
            member = Staff(
                id=f"s{number:02d}",
                group=group,
                qualification=qualification,
                certified=certified,
                post=post,
                start=start,
                training_hours=Decimal(4 * chance.whole(2, 12)),
            )
            if n == 0 and group == left:
                # A helper's post was vacant for a month, a social worker's was filled at once.
                yield replace(member, id=f"s{number:02d}x", end=_last_day(months[0]))
                member = replace(member, start=_first_day(months[2 if group == "related" else 1]))
            yield member


def _staff_totals(made: Station, staff: Sequence[Staff]) -> Iterator[StaffTotal]:
    present = _in_post(staff, made.assessment.onsite_end)
    month = f"{made.assessment.onsite_end:%Y-%m}"
    for group, qualification, *_ in POSTS:
        count = sum((member.group, member.qualification) == (group, qualification) for member in present)
        yield StaffTotal(month=month, group=group, qualification=qualification, count=count)


def _headcount(made: Station, staff: Sequence[Staff]) -> Iterator[Headcount]:
    """By month, the posts required at the end and those filled on the month's last day."""
    required = _in_post(staff, made.assessment.onsite_end)
    for month in months_between(made.contract.start, made.assessment.cut_off):
        present = _in_post(staff, _last_day(month))
        yield Headcount(
            month=month,
            required=len(required),
            in_post=len(present),
            certified_required=_certified(required),
            certified=_certified(present),
        )


def _in_post(staff: Sequence[Staff], day: date) -> list[Staff]:
    return [member for member in staff if member.start <= day and (member.end is None or member.end >= day)]


def _certified(staff: Sequence[Staff]) -> int:
    return sum(bool(member.certified) for member in staff)


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    first = _first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


# --- people served ----------------------------------------------------------------------------------


def _frame(made: Station, scheme: Scheme, chance: Chance) -> Iterator[FrameMember]:
    """All people served, spread over the areas; one in seven may be in two categories."""
    names = scheme.categories.items if scheme.categories else ()
    levels = [level.id for level in scheme.visit_levels]
    count, last = made.assessment.population or 0, len(names) - 1
    for n in range(count):
        area = made.areas[n * len(made.areas) // count].id
        # The first categories are the commonest.
        drawn = {min(chance.whole(0, last), chance.whole(0, last)) for _ in range(2)} if names else set()
        kept = sorted(drawn)[: 2 if n % 7 == 0 else 1]
        yield FrameMember(
            id=f"p{n + 1:04d}",
            area=area,
            categories="、".join(names[k] for k in kept) or None,
            level=chance.one_of(levels) if levels else None,
        )


def _coverage_totals(
    made: Station, scheme: Scheme, frame: Sequence[FrameMember], chance: Chance
) -> Iterator[CoverageTotal]:
    categories = len(scheme.categories.items) if scheme.categories else None
    yield CoverageTotal(persons=len(frame), categories=categories)
    for area in made.areas:
        paper = min(chance.whole(6, 12), categories) if categories else None
        yield CoverageTotal(
            area=area.id,
            persons=sum(member.area == area.id for member in frame),
            categories=categories,
            on_paper=paper,
            electronic=categories - paper if categories and paper else None,
        )


def _coverage(
    scheme: Scheme, frame: Sequence[FrameMember], totals: Sequence[CoverageTotal], chance: Chance
) -> Iterator[Coverage]:
    """By area and category: people on file, and of these with a plan and visited; the first categories are on paper."""
    counted: dict[tuple[str | None, str], int] = {}
    for member in frame:
        for name in (member.categories or "").split("、"):
            counted[member.area, name] = counted.get((member.area, name), 0) + 1
    for total in totals[1:]:
        for n, name in enumerate(scheme.categories.items if scheme.categories else ()):
            persons = counted.get((total.area, name), 0)
            on_file = persons * chance.whole(88, 100) // 100
            with_plan = on_file * chance.whole(70, 100) // 100
            yield Coverage(
                area=total.area,
                category=name,
                persons=persons,
                on_file=on_file,
                medium="paper" if n < (total.on_paper or 0) else "electronic",
                with_plan=with_plan,
                visited=on_file * chance.whole(60, 100) // 100,
            )
