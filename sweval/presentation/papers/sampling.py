"""The draw as a workbook (抽样名单): those to ask, the reserves, the strata, and the protocol that lets it be repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sweval import __version__
from sweval.analysis.survey.drawing import NO_AREA, Draw, DrawnPerson, draw_key
from sweval.domain.station.station import Station
from sweval.presentation.papers.sheets import PaperSheet, book

HEAD: Final = (
    "序号",
    "编号",
    "片区",
    "主要类别",
    "全部类别",
    "跟进级别",
    "调查方式",
    "调查日期",
    "是否完成",
    "未完成的原因",
)
WIDTHS: Final = (6, 12, 16, 22, 34, 10, 12, 14, 10, 30)


def sampling_list(found: Draw, station: Station) -> bytes:
    """The workbook; the same draw gives the same bytes."""
    people = [
        PaperSheet(name, HEAD, _people(drawn, station), WIDTHS, blank=4)
        for name, drawn in (("抽样名单", found.sample), ("替补名单", found.reserves))
    ]
    strata = [
        (_area(area, station), category, str(size), str(found.allocated[area, category]))
        for (area, category), size in found.strata.items()
    ]
    return book(
        f"{station.profile.short_name}满意度调查抽样名单",
        [
            *people,
            PaperSheet("各层人数", ("片区", "主要类别", "名单人数", "应抽人数"), strata, (18, 30, 12, 12)),
            PaperSheet("抽样方案", ("事项", "内容"), protocol(found, station), (22, 96)),
        ],
    )


def _people(drawn: Iterable[DrawnPerson], station: Station) -> list[Sequence[str]]:
    return [
        (
            str(n),
            one.member.id,
            _area(one.stratum[0], station),
            one.stratum[1],
            one.member.categories or "",
            one.member.level or "",
        )
        for n, one in enumerate(drawn, start=1)
    ]


def _area(id: str, station: Station) -> str:
    return id if id == NO_AREA else station.area(id).name


def protocol(found: Draw, station: Station) -> list[tuple[str, str]]:
    """How it was drawn, line by line; whoever has the list and the seed gets the same people."""
    first = found.sample[0]
    lines = [
        ("社工站", f"{station.profile.name}（{station.id}）"),
        (
            "名单",
            f"抽样框共{len(station.frame)}人；全部编号按字典序逐行排列后的 SHA-256 为 {found.frame_digest}",
        ),
        ("应抽人数", f"{found.wanted}人，抽出{len(found.sample)}人，另列替补{len(found.reserves)}人"),
        ("种子", str(found.seed)),
        ("分层", "片区×主要类别；一人有几个类别的，取名单中人数最少的一类"),
        ("各层人数", "按名单人数比例，最大余数法；人数够的，每层至少1人"),
        (
            "层内顺序",
            "计算“种子:编号”的 SHA-256，由小到大排列，靠前的抽出，其后同样人数为替补；任何人用同一名单和种子都得到同一结果",
        ),
        (
            "核验示例",
            f"“{found.seed}:{first.member.id}”的 SHA-256 为 {draw_key(found.seed, first.member.id)}",
        ),
        ("替补用法", "联系不上或拒访的，由同一片区、同一主要类别的替补按序替换，并写明原因；不得自行换人"),
        ("软件", f"sweval {__version__}"),
    ]
    if station.nature == "synthetic":
        lines.insert(0, ("数据性质", "示例数据，不涉及真实的人"))
    if not found.mismatches:
        return [*lines, ("名单与所报人数", "相符，或没有可对照的人数")]
    told = "；".join(f"{m.what}名单{m.listed}人、所报{m.stated}人" for m in found.mismatches)
    return [*lines, ("名单与所报人数", f"不符，请先核对：{told}")]
