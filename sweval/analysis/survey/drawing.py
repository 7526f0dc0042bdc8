"""Drawing a survey sample (抽样): a stratified random draw over area and category, the same for the same seed.

People are ordered by the SHA-256 of seed and code: a random order that can be recomputed with any tool, and that
doesn't change for the others when a person is added or removed (permanent random numbers, Ohlsson 1995). The sample is
allocated to strata in proportion to their people, by largest remainders (Hare), with a minimum of 1 where possible.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.people_rows import FrameMember
from sweval.domain.station.station import Station

NO_AREA: Final = "未注明片区"
NO_CATEGORY: Final = "未注明类别"
Key = tuple[str, str]


@dataclass(frozen=True)
class DrawnPerson:
    """A person in the sample, or among the reserves of a stratum."""

    member: FrameMember
    stratum: Key
    #: Position in the random order of the stratum, from 1.
    order: int
    reserve: bool


@dataclass(frozen=True)
class Mismatch:
    """A number of people that differs between the list and the other tables."""

    what: str
    listed: int
    stated: int


@dataclass(frozen=True)
class Draw:
    """A draw: the sample, the reserves, the allocation to strata, and where the list differs from stated numbers."""

    wanted: int
    seed: int
    strata: dict[Key, int]
    allocated: dict[Key, int]
    drawn: tuple[DrawnPerson, ...]
    mismatches: tuple[Mismatch, ...]
    #: SHA-256 of all codes in order, which identifies the list that was drawn from.
    frame_digest: str

    @property
    def sample(self) -> tuple[DrawnPerson, ...]:
        """The people to ask."""
        return tuple(person for person in self.drawn if not person.reserve)

    @property
    def reserves(self) -> tuple[DrawnPerson, ...]:
        """The people to ask instead, in order, where somebody of the same stratum can't be reached."""
        return tuple(person for person in self.drawn if person.reserve)


def draw(station: Station, scheme: Scheme, *, wanted: int, seed: int) -> Draw:
    """Draw ``wanted`` people, or all where there are fewer, and as many reserves.

    Raises ``ValueError`` for an empty list or ``wanted`` below 1.
    """
    if not station.frame or wanted < 1:
        raise ValueError("the list is empty, or the sample size is below 1")
    order = {area.id: n for n, area in enumerate(station.areas)}
    strata = strata_of(station.frame)
    keys = sorted(strata, key=lambda key: (order.get(key[0], len(order)), _position(key[1], scheme), key))
    sizes = {key: len(strata[key]) for key in keys}
    shares = allocate(sizes, min(wanted, len(station.frame)))
    drawn = []
    for key in keys:
        ordered = sorted(strata[key], key=lambda member: (draw_key(seed, member.id), member.id))
        for position, member in enumerate(ordered[: 2 * shares[key]], start=1):
            drawn.append(DrawnPerson(member, key, position, position > shares[key]))
    codes = "\n".join(sorted(member.id for member in station.frame))
    return Draw(
        wanted,
        seed,
        sizes,
        shares,
        tuple(drawn),
        tuple(_mismatches(station)),
        hashlib.sha256(codes.encode()).hexdigest(),
    )


def draw_key(seed: int, code: str) -> str:
    """The sort key of the random order: SHA-256 of ``seed:code`` in hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def strata_of(frame: Iterable[FrameMember]) -> dict[Key, list[FrameMember]]:
    """The list by area and main category: of a person's categories, the rarest in the list, so that it is covered."""
    groups: dict[tuple[str | None, str | None], list[FrameMember]] = {}
    for member in frame:
        groups.setdefault((member.area, member.categories), []).append(member)
    sizes = Counter[str]()
    for members in groups.values():
        sizes.update(dict.fromkeys(categories(members[0]), len(members)))
    strata: dict[Key, list[FrameMember]] = {}
    for (area, _), members in groups.items():
        rarest = min(categories(members[0]), key=lambda name: (sizes[name], name), default=NO_CATEGORY)
        key = (area or NO_AREA, rarest)
        strata.setdefault(key, []).extend(members)
    return strata


def categories(member: FrameMember) -> tuple[str, ...]:
    """The categories of a person."""
    return tuple(filter(None, (member.categories or "").split("、")))


def allocate(sizes: Mapping[Key, int], wanted: int) -> dict[Key, int]:
    """Sample sizes of the strata, in proportion by largest remainders, each 1 or more where ``wanted`` allows it.

    Raises ``ValueError`` where ``wanted`` exceeds the number of people.
    """
    total = sum(sizes.values())
    if wanted > total:
        raise ValueError(f"a sample of {wanted} from {total} people")
    minimum = 1 if wanted >= len(sizes) else 0
    exact = {key: Fraction(size * wanted, total) for key, size in sizes.items()}
    given = {key: min(sizes[key], max(minimum, int(share))) for key, share in exact.items()}
    while sum(given.values()) < wanted:
        # A stratum that is wholly in the sample has no remainder.
        key = max(sizes, key=lambda key: (exact[key] - given[key], sizes[key], key))
        given[key] += 1
    while sum(given.values()) > wanted:
        # The minimum of 1 gave too many: reduce the strata farthest above their share.
        reducible = [key for key in sizes if given[key] > minimum]
        key = max(reducible, key=lambda key: (given[key] - exact[key], key))
        given[key] -= 1
    return given


def _position(category: str, scheme: Scheme) -> int:
    names: Sequence[str] = scheme.categories.items if scheme.categories else ()
    return names.index(category) if category in names else len(names)


def _mismatches(station: Station) -> Iterator[Mismatch]:
    """The list compared with the stated numbers: in all, by area, by category."""
    stated = station.assessment.population
    if stated is not None and stated != len(station.frame):
        yield Mismatch("总人数", len(station.frame), stated)
    by_area = Counter(member.area for member in station.frame)
    for total in station.coverage_totals:
        listed = by_area[total.area] if total.area else len(station.frame)
        if total.persons is not None and total.persons != listed:
            where = station.area(total.area).name if total.area else "全站（建档表）"
            yield Mismatch(where, listed, total.persons)
    by_category = Counter((member.area, name) for member in station.frame for name in categories(member))
    reported: Counter[tuple[str | None, str]] = Counter()
    for row in station.coverage:
        reported[row.area, row.category] += row.persons
    for (area, name), persons in reported.items():
        listed = by_category[area, name] if area else sum(n for (_, c), n in by_category.items() if c == name)
        if listed != persons:
            where = station.area(area).name if area else "全站"
            yield Mismatch(f"{where}的{name}", listed, persons)
