"""The district overview: one method for each cell of its notebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sweval.blocks import Block, Blocks, Contents, Entry, Heading
from sweval.district.overview import Overview
from sweval.domain.disclosure.editions import DISTRICT_EDITIONS, DistrictEdition, about, is_one_of
from sweval.domain.disclosure.policy import shows
from sweval.presentation.drawings import district as drawings
from sweval.presentation.sections import district_front as front
from sweval.presentation.sections import district_open as open_things
from sweval.presentation.sections import district_scores as scores
from sweval.presentation.words import chinese_number

#: The parts in order.
PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("ranks", "总分与名次"),
    ("parts", "各项评估内容"),
    ("parties", "各方评分"),
    ("vetoes", "等级与规则所列情形"),
    ("concerns", "共性问题"),
    ("apart", "离群站点"),
    ("operators", "承办方"),
    ("experts", "评委宽严"),
    ("open", "数据问题与待核实事项"),
    ("deadlines", "时限与整改"),
    ("methods", "方法与数据来源"),
)


class DistrictReport:
    """The overview of a district in one edition: ``bureau`` for the bureau's own use, ``working`` with experts by code."""

    def __init__(self, overview: Overview, edition: DistrictEdition = "bureau") -> None:
        if not is_one_of(edition, DISTRICT_EDITIONS):
            raise ValueError(f"edition {edition!r} is not one of {sorted(DISTRICT_EDITIONS)}")
        self.overview, self.edition = overview, edition
        self._headings = {
            key: Heading(1, f"{chinese_number(number)}、{title}", f"s-{key}")
            for number, (key, title) in enumerate(PARTS, start=1)
        }

    def cover(self) -> Blocks:
        """封面."""
        return self._blocks([front.cover(self.overview, self.edition, about(self.edition).name)])

    def summary(self) -> Blocks:
        """汇总摘要: the first screen."""
        return self._blocks(front.summary(self.overview))

    def contents(self) -> Blocks:
        """目录."""
        return self._blocks(
            [Contents(tuple(Entry(h.level, h.text, h.anchor) for h in self._headings.values()))]
        )

    def ranks(self) -> Blocks:
        """一、总分与名次."""
        return self._part("ranks", scores.ranks(self.overview, drawings.totals(self.overview)))

    def parts(self) -> Blocks:
        """二、各项评估内容."""
        return self._part("parts", scores.parts(self.overview, drawings.part_map(self.overview)))

    def parties(self) -> Blocks:
        """三、各方评分."""
        return self._part("parties", scores.parties(self.overview))

    def vetoes(self) -> Blocks:
        """四、等级与规则所列情形."""
        return self._part("vetoes", scores.vetoes(self.overview))

    def concerns(self) -> Blocks:
        """五、共性问题."""
        return self._part("concerns", open_things.concerns(self.overview))

    def apart(self) -> Blocks:
        """六、离群站点."""
        return self._part("apart", scores.apart(self.overview))

    def operators(self) -> Blocks:
        """七、承办方."""
        return self._part("operators", scores.operators(self.overview, drawings.operators(self.overview)))

    def experts(self) -> Blocks:
        """八、评委宽严; by code in the working papers alone."""
        by_code = shows(self.edition, "experts_by_code")
        chart = drawings.experts(self.overview) if by_code else None
        return self._part("experts", scores.experts(self.overview, chart, by_code=by_code))

    def open(self) -> Blocks:
        """九、数据问题与待核实事项."""
        return self._part("open", open_things.problems(self.overview))

    def deadlines(self) -> Blocks:
        """十、时限与整改."""
        return self._part("deadlines", open_things.deadlines(self.overview))

    def methods(self) -> Blocks:
        """十一、方法与数据来源."""
        return self._part("methods", front.methods(self.overview))

    def all(self) -> Iterator[Blocks]:
        """Every cell in order, as the notebook shows them."""
        for name in DISTRICT_CELLS:
            yield getattr(self, name)()

    def _part(self, key: str, blocks: Iterable[Block]) -> Blocks:
        return self._blocks([self._headings[key], *blocks])

    def _blocks(self, blocks: Iterable[Block]) -> Blocks:
        return Blocks(blocks, self.edition)


DISTRICT_CELLS: Final = ("cover", "summary", "contents", *(key for key, _ in PARTS))
