"""Names in a text: of unrelated towns, stations and organisations, and shortened names of the station's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sweval.domain.station.station import Station

#: Types of organisations, which end their names.
TYPES: Final = (
    "社会工作服务中心",
    "社工服务中心",
    "社会组织联合会",
    "社会组织评估中心",
    "评估中心",
    "人民政府",
    "街道办事处",
    "民政局",
    "督导中心",
    "服务中心",
    "协会",
    "联合会",
    "研究院",
    "有限公司",
    "中心",
)
#: A town before the word for its station.
_STATION: Final = re.compile(r"[\u4e00-\u9fff]{1,4}(?:镇|街道|街|乡)(?=社工站|社工服务站|社会工作服务站)")
#: Words before a name that aren't part of it.
_LEADING: Final = re.compile(
    r"^.*?(?:向|由|与|和|在|对|请|到|给|及|从|比|学习|参照|借鉴)(?=[\u4e00-\u9fff]{3})"
)
#: Words for a town that aren't a name.
_ANY: Final = ("本", "该", "全", "各", "我", "其他", "城", "乡", "村")


def other_names(text: str, station: Station, others: Iterable[str] = ()) -> Iterator[str]:
    """Unrelated names: a town before “社工站” that isn't the station's, or one of ``others``."""
    own = _own(station)
    known = [name for name in others if name and name in text and not any(name in mine for mine in own)]
    # Within a known name, the start of a town's name needn't be guessed.
    taken = [match.span() for name in known for match in re.finditer(re.escape(name), text)]
    for match in _STATION.finditer(text):
        name = _LEADING.sub("", match[0])
        ours = any(name.endswith(mine) or mine.endswith(name) for mine in own)
        if not ours and not name[:-1].endswith(_ANY) and not any(a < match.end() <= b for a, b in taken):
            yield name
    yield from known


def short_names(text: str, station: Station) -> Iterator[tuple[str, str]]:
    """Shortened names of the station's organisations, each with its full form."""
    fulls, rest = _organisations(station), text
    for full in fulls:
        rest = rest.replace(full, "\0")
    for full in dict.fromkeys(fulls):
        for short in _shortened(full, station):
            if short in rest:
                yield short, full
                break


def _organisations(station: Station) -> list[str]:
    orgs = station.organisations
    return [
        org.name for org in (orgs.commissioner, orgs.purchaser, orgs.evaluator, orgs.bureau, orgs.operator)
    ]


def _own(station: Station) -> list[str]:
    """Every name that a text about the station may contain."""
    p, centre = station.profile, station.organisations.supervision_centre
    units = (unit.name for area in station.areas for unit in area.units)
    own = [p.name, p.short_name, p.town, p.district, p.city, *_organisations(station), *units]
    return [*own, centre.name] if centre else own


def _shortened(full: str, station: Station) -> list[str]:
    """Short forms of a name: without the city, without city and district, the proper name alone; longest first."""
    p = station.profile
    places = [name for name in (p.city, p.district, p.town) if name]
    stem, forms = full, []
    for place in places:
        stem = stem.removeprefix(place)
        forms.append(stem)
    kind = next((kind for kind in TYPES if stem.endswith(kind)), "")
    proper = stem.removesuffix(kind)
    if len(proper) >= 2 and not any(proper in place for place in places):
        return [*forms, proper]
    # Without a proper name, the rest (“区民政局”) is a kind of office and no short form.
    return [form for form in forms if any(place.rstrip("省市区县镇") in form for place in places)]
