"""Texts that are alike (近似文字): copied findings between areas, copied case notes, and the same words meaning the opposite.

Likeness is ``2 × (longest common subsequence) / (both lengths)`` of the texts without spaces and punctuation (the
normalised Indel similarity). Texts are compared one by one, never all of an area with all of another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Generic, TypeVar

from sweval.domain.station.rows import CaseNote, Finding
from sweval.domain.station.station import Station

R = TypeVar("R", Finding, CaseNote)

#: From here on one text is a copy of the other with little changed.
COPIED: Final = 0.85
#: From here on two texts speak of one thing.
RELATED: Final = 0.75
#: Shorter texts are alike by chance.
SHORTEST: Final = 8
#: Words that turn a statement round; some characters don't in a compound (不断, 不仅).
_NEGATION: Final = re.compile(r"未|没有|并无|缺乏|缺少|欠缺|不足|不(?![断仅但同少错论管])|无(?![论偿障私])")
_SILENT: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class SimilarTexts(Generic[R]):
    """Two rows whose texts are alike, and how much, 0 to 1; ``opposite``: one of them says it isn't so."""

    first: R
    second: R
    ratio: float
    opposite: bool

    @property
    def copied(self) -> bool:
        """Whether one is as good as a copy of the other: no confirmation of what it says."""
        return self.ratio >= COPIED and not self.opposite


def similar_findings(station: Station) -> tuple[SimilarTexts[Finding], ...]:
    """Findings of different areas, or of an area and the whole station, that are alike; the conclusion sums up and is left out."""
    rows = [row for row in station.findings if row.section != "conclusion"]
    return tuple(similar(rows, apart=lambda a, b: a.area != b.area))


def similar_notes(station: Station) -> tuple[SimilarTexts[CaseNote], ...]:
    """Case notes that are alike (高度雷同)."""
    return tuple(similar(station.notes, apart=lambda a, b: a.id != b.id))


def similar(rows: Sequence[R], apart: Callable[[R, R], bool]) -> Iterator[SimilarTexts[R]]:
    """Every pair of rows for which ``apart`` is true and whose texts are at least related."""
    from rapidfuzz.distance import Indel

    texts = [(row, bare(row.text), turned(row.text)) for row in rows]
    for (a, left, no), (b, right, yes) in combinations(texts, 2):
        if min(len(left), len(right)) < SHORTEST or not apart(a, b):
            continue
        ratio = Indel.normalized_similarity(left, right, score_cutoff=RELATED)
        if ratio >= RELATED:
            yield SimilarTexts(a, b, ratio, opposite=no != yes)


def bare(text: str) -> str:
    """A text without spaces and punctuation, full-width forms as plain ones."""
    return _SILENT.sub("", unicodedata.normalize("NFKC", text))


def turned(text: str) -> bool:
    """Whether an odd number of words turn it round: 已建立 and 未建立 differ in this alone.

    >>> turned("已建立档案"), turned("未建立档案"), turned("不断完善")
    (False, True, False)
    """
    return len(_NEGATION.findall(text)) % 2 == 1


# --- concerns that recur ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Recurring:
    """Concerns of several areas on one theme; ``copies`` of them repeat another's text and confirm nothing."""

    rows: tuple[Finding, ...]
    copies: int

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas, in the order of the data."""
        return tuple(dict.fromkeys(row.area for row in self.rows if row.area))

    @property
    def dimension(self) -> str:
        """What most of them are filed under; the first where several are as many."""
        held = [row.dimension for row in self.rows]
        return max(held, key=held.count)


def recurring(station: Station, found: Iterable[SimilarTexts[Finding]]) -> tuple[Recurring, ...]:
    """Concerns that two areas or more have in common: by theme, or by a text that says the same; most areas first."""
    rows = [row for row in station.findings if row.kind == "concern" and row.area]
    group = {row.id: row.theme for row in rows}
    pairs = [pair for pair in found if not pair.opposite and {pair.first.id, pair.second.id} <= set(group)]
    for pair in pairs:
        old, new = group[pair.second.id], group[pair.first.id]
        group = {id: new if theme == old else theme for id, theme in group.items()}
    themes: dict[str, list[Finding]] = {}
    for row in rows:
        themes.setdefault(group[row.id], []).append(row)
    copied = {pair.second.id for pair in pairs if pair.copied}
    several = [
        Recurring(tuple(same), sum(row.id in copied for row in same))
        for same in themes.values()
        if len({row.area for row in same}) > 1
    ]
    return tuple(sorted(several, key=lambda one: -len(one.areas)))
