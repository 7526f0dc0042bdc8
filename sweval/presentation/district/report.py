"""The district overview: its parts in order, with a method for each cell of its notebook."""

from __future__ import annotations

from typing import Final

from sweval.blocks import Blocks
from sweval.district.overview import Overview
from sweval.domain.disclosure.editions import DISTRICT_EDITIONS, DistrictEdition, about, is_one_of
from sweval.domain.disclosure.policy import shows
from sweval.presentation.district import front, open_issues, scores
from sweval.presentation.outline import Part, Report


class DistrictReport(Report):
    """The overview of a district in an edition: ``bureau`` for internal use, ``working`` with experts by code."""

    _parts = (
        Part("cover", "封面", level=0),
        Part("summary", "汇总摘要", front.summary, level=0),
        Part("contents", "目录", level=0),
        Part("ranks", "总分与名次", scores.ranks),
        Part("parts", "各项评估内容", scores.parts),
        Part("parties", "各方评分", scores.parties),
        Part("vetoes", "等级与规则所列情形", scores.vetoes),
        Part("concerns", "共性问题", open_issues.concerns),
        Part("apart", "离群站点", scores.outliers),
        Part("operators", "承办方", scores.operators),
        Part("experts", "评委宽严"),
        Part("open", "数据问题与待核实事项", open_issues.problems),
        Part("deadlines", "时限与整改", open_issues.deadlines),
        Part("methods", "方法与数据来源", front.methods),
    )

    def __init__(self, overview: Overview, edition: DistrictEdition = "bureau") -> None:
        if not is_one_of(edition, DISTRICT_EDITIONS):
            raise ValueError(f"edition {edition!r} is not one of {sorted(DISTRICT_EDITIONS)}")
        super().__init__(overview, edition, self._parts)
        self.overview = overview

    def cover(self) -> Blocks:
        """封面."""
        return self._show("cover", front.cover(self.overview, about(self.edition).name))

    def experts(self) -> Blocks:
        """八、评委宽严; only the working papers show experts, by code."""
        by_code = shows(self.edition, "experts_by_code")
        return self._show("experts", scores.experts(self.overview, by_code=by_code))


DISTRICT_CELLS: Final = DistrictReport._cells
