"""Drawing the people to ask (抽样): a stratified random draw over area and category, the same for the same seed.

A person's place in the draw is the SHA-256 of seed and code: a random order that anybody can recompute with any
tool, and that one more or one fewer in the list doesn't change for the others (a permanent random number, Ohlsson 1995).
Shares of the strata are in proportion to their people, by largest remainders (Hare), none empty while there is room.
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
    """One person's place: in the sample, or her rank among the reserves of her stratum."""

    member: FrameMember
    stratum: Key
    #: Place in the random order of the stratum, from 1.
    order: int
    reserve: bool


@dataclass(frozen=True)
class Mismatch:
    """Where the list and what was stated of the people differ."""

    what: str
    listed: int
    stated: int


@dataclass(frozen=True)
class Draw:
    """A draw: those to ask, the reserves, what each stratum was given, and how the list compares with what was stated."""

    wanted: int
    seed: int
    strata: dict[Key, int]
    allocated: dict[Key, int]
    drawn: tuple[DrawnPerson, ...]
    mismatches: tuple[Mismatch, ...]
    #: SHA-256 of all codes of the list in order, so that it can be shown which list was drawn from.
    frame_digest: str

    @property
    def sample(self) -> tuple[DrawnPerson, ...]:
        """Those to ask."""
        return tuple(one for one in self.drawn if not one.reserve)

    @property
    def reserves(self) -> tuple[DrawnPerson, ...]:
        """Those to ask instead, in order, where one of the same stratum can't be reached."""
        return tuple(one for one in self.drawn if one.reserve)


def draw(station: Station, scheme: Scheme, *, wanted: int, seed: int) -> Draw:
    """Draw ``wanted`` people, or all where there are fewer, and as many reserves again.

    Raises ``ValueError`` where nobody is in the list or nobody is wanted.
    """
    if not station.frame or wanted < 1:
        raise ValueError("nobody to draw from, or nobody wanted")
    order = {area.id: n for n, area in enumerate(station.areas)}
    strata = strata_of(station.frame)
    keys = sorted(strata, key=lambda key: (order.get(key[0], len(order)), _place(key[1], scheme), key))
    sizes = {key: len(strata[key]) for key in keys}
    shares = allocate(sizes, min(wanted, len(station.frame)))
    drawn = []
    for key in keys:
        ordered = sorted(strata[key], key=lambda member: (ticket(seed, member.id), member.id))
        for place, member in enumerate(ordered[: 2 * shares[key]], start=1):
            drawn.append(DrawnPerson(member, key, place, place > shares[key]))
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


def ticket(seed: int, code: str) -> str:
    """A person's place in the random order: SHA-256 of ``seed:code`` as hexadecimal digits, the lowest first."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def strata_of(frame: Iterable[FrameMember]) -> dict[Key, list[FrameMember]]:
    """The list by area and main category: of several, the one that fewest in the list are in.

    So rare categories are not lost in the common ones.
    """
    alike: dict[tuple[str | None, str | None], list[FrameMember]] = {}
    for member in frame:
        alike.setdefault((member.area, member.categories), []).append(member)
    held = Counter[str]()
    for members in alike.values():
        held.update(dict.fromkeys(categories(members[0]), len(members)))
    strata: dict[Key, list[FrameMember]] = {}
    for (area, _), members in alike.items():
        key = (area or NO_AREA, _rarest(categories(members[0]), held))
        strata.setdefault(key, []).extend(members)
    return strata


def _rarest(names: tuple[str, ...], held: Mapping[str, int]) -> str:
    return min(names, key=lambda name: (held[name], name)) if names else NO_CATEGORY


def categories(member: FrameMember) -> tuple[str, ...]:
    """Every category of a person."""
    return tuple(filter(None, (member.categories or "").split("、")))


def allocate(sizes: Mapping[Key, int], wanted: int) -> dict[Key, int]:
    """So many from each stratum, in all ``wanted``: in proportion, by largest remainders, at least one each while there are enough.

    Raises ``ValueError`` where more are wanted than there are.
    """
    total = sum(sizes.values())
    if wanted > total:
        raise ValueError(f"{wanted} wanted of {total}")
    least = 1 if wanted >= len(sizes) else 0
    exact = {key: Fraction(size * wanted, total) for key, size in sizes.items()}
    given = {key: min(sizes[key], max(least, int(share))) for key, share in exact.items()}
    while sum(given.values()) < wanted:
        # A stratum of which all were given has no remainder, and there is one that has.
        key = max(sizes, key=lambda key: (exact[key] - given[key], sizes[key], key))
        given[key] += 1
    while sum(given.values()) > wanted:
        # One each was more than proportion allows: those farthest above it give way.
        some = [key for key in sizes if given[key] > least]
        key = max(some, key=lambda key: (given[key] - exact[key], key))
        given[key] -= 1
    return given


def _place(category: str, scheme: Scheme) -> int:
    names: Sequence[str] = scheme.categories.items if scheme.categories else ()
    return names.index(category) if category in names else len(names)


def _mismatches(station: Station) -> Iterator[Mismatch]:
    """The list against the stated people: all, by area, by category."""
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
    told: Counter[tuple[str | None, str]] = Counter()
    for row in station.coverage:
        told[row.area, row.category] += row.persons
    for (area, name), persons in told.items():
        listed = by_category[area, name] if area else sum(n for (_, c), n in by_category.items() if c == name)
        if listed != persons:
            where = station.area(area).name if area else "全站"
            yield Mismatch(f"{where}的{name}", listed, persons)
