"""Editions (稿) of a report, by its readers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from sweval.domain.values.faults import Fault, Refused

Edition = Literal["working", "official", "public"]
Editions = tuple[Edition, ...]
ALL: Final[Editions] = ("working", "official", "public")
NOT_PUBLIC: Final[Editions] = ("working", "official")
OFFICIAL: Final[Editions] = ("official",)
WORKING: Final[Editions] = ("working",)

#: The editions of a district's overview: ``bureau`` is for the bureau's own use.
DistrictEdition = Literal["bureau", "working"]


@dataclass(frozen=True)
class EditionWords:
    """The Chinese texts of an edition; the organisations that read it are in braces."""

    name: str
    readers: str
    #: In place of ``readers`` where a published report is reproduced as an example.
    shown_as: str
    #: The meaning of the small letters in the codes of figures.
    codes: str = ""
    #: Whether it may be handed over to others than the evaluator.
    handed_over: bool = True
    #: Whether it exists only once the bureau has confirmed the report.
    confirmed: bool = False


_ABOUT: Final[dict[str, EditionWords]] = {
    "working": EditionWords(
        name="工作底稿",
        readers="供评估方内部使用，不对外提供",
        shown_as="按评估方工作底稿的样式编排",
        codes="编号中带a的不公示，带b的只供评估方内部使用。",
        handed_over=False,
    ),
    "official": EditionWords(
        name="送三方稿",
        readers="供{bureau}、{purchaser}和{station}使用",
        shown_as="按送区民政部门、镇人民政府和社工站的样式编排",
        codes="编号中带a的不公示。",
    ),
    "public": EditionWords(
        name="公示稿", readers="向社会公示", shown_as="按公示稿的样式编排", confirmed=True
    ),
    "bureau": EditionWords(name="区级汇总", readers="供区民政部门使用", shown_as="供区民政部门使用"),
}
#: The editions of a station's report with their names, from the most complete to the least.
EDITIONS: Final[dict[Edition, str]] = {edition: _ABOUT[edition].name for edition in ALL}
#: The editions of a district's overview.
DISTRICT_EDITIONS: Final[tuple[DistrictEdition, ...]] = ("bureau", "working")


def about(edition: str) -> EditionWords:
    """The texts of an edition of a report or a district's overview. Raises ``KeyError`` for an unknown edition."""
    return _ABOUT[edition]


def refuse_unknown(edition: str) -> None:
    """Raise ``Refused`` for an unknown edition of a station's report."""
    if edition not in EDITIONS:
        known = "、".join(f"{id}（{name}）" for id, name in EDITIONS.items())
        fault = Fault(
            "笔记本", column="edition", value=edition, problem="没有这种稿", remedy=f"可填：{known}"
        )
        raise Refused([fault])


def is_handed_over(edition: str) -> bool:
    """Whether an edition may be handed over to others than the evaluator: all but the working papers."""
    return _ABOUT[edition].handed_over


def is_one_of(edition: str, editions: Collection[str]) -> bool:
    """Whether an edition is among ``editions``."""
    return edition in editions


def narrowed(editions: Editions, to: Editions) -> Editions:
    """The editions that are also in ``to``."""
    return editions if to is ALL else tuple(edition for edition in editions if edition in to)


def code_letter(editions: Editions) -> str:
    """The letter in a figure's code for its editions: none, ``a`` (not public) or ``b`` (for the evaluator only)."""
    return "" if "public" in editions else "a" if "official" in editions else "b"
