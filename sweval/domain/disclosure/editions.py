"""Editions (稿): who a report is for, and so what it may hold."""

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
    """An edition in words. The organisations that read it are named in braces."""

    name: str
    readers: str
    #: The same where a published report is shown as an example.
    shown_as: str
    #: What the small letters in its figures' codes mean.
    codes: str = ""
    #: It may leave the evaluator's house.
    leaves: bool = True
    #: It exists only after the bureau has confirmed the report.
    confirmed: bool = False


_ABOUT: Final[dict[str, EditionWords]] = {
    "working": EditionWords(
        name="工作底稿",
        readers="供评估方内部使用，不对外提供",
        shown_as="按评估方工作底稿的样式编排",
        codes="编号中带a的不公示，带b的只供评估方内部使用。",
        leaves=False,
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
#: The editions of a station's report by name, those that hold most first.
EDITIONS: Final[dict[Edition, str]] = {edition: _ABOUT[edition].name for edition in ALL}
#: The same of a district's overview.
DISTRICT_EDITIONS: Final[tuple[DistrictEdition, ...]] = ("bureau", "working")


def about(edition: str) -> EditionWords:
    """An edition in words, of a station's report or a district's overview. Raises ``KeyError`` for one there isn't."""
    return _ABOUT[edition]


def refuse_unknown(edition: str) -> None:
    """Raise ``Refused`` for an edition of a station's report that there isn't."""
    if edition not in EDITIONS:
        known = "、".join(f"{one}（{name}）" for one, name in EDITIONS.items())
        fault = Fault(
            "笔记本", column="edition", value=edition, problem="没有这种稿", remedy=f"可填：{known}"
        )
        raise Refused([fault])


def is_handed_over(edition: str) -> bool:
    """Whether an edition may leave the evaluator's house: all but the working papers."""
    return _ABOUT[edition].leaves


def is_one_of(edition: str, editions: Collection[str]) -> bool:
    """Whether an edition is among those that something is for."""
    return edition in editions


def narrowed(editions: Editions, to: Editions) -> Editions:
    """Those of ``editions`` that are in ``to`` as well."""
    return editions if to is ALL else tuple(edition for edition in editions if edition in to)


def kind_of(editions: Editions) -> str:
    """What stands in a code after its group's letter: nothing, ``a`` (not for the public), ``b`` (for the evaluator)."""
    return "" if "public" in editions else "a" if "official" in editions else "b"
