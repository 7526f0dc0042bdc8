"""Similar texts (近似文字): findings copied between areas, copied case notes, and similar words with opposite meaning.

Similarity is ``2 × (longest common subsequence) / (sum of lengths)`` of two texts without spaces and punctuation (the
normalised Indel similarity), 0 to 1. Single texts are compared, never all texts of an area at once.
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

#: From this similarity on, one text is a slightly changed copy of the other.
COPIED: Final = 0.85
#: From this similarity on, two texts have the same subject.
RELATED: Final = 0.75
#: Shorter texts are similar by chance.
SHORTEST: Final = 8
#: Words that negate a statement; compounds such as 不断 and 不仅 don't.
_NEGATION: Final = re.compile(r"未|没有|并无|缺乏|缺少|欠缺|不足|不(?![断仅但同少错论管])|无(?![论偿障私])")
_IGNORED: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class SimilarTexts(Generic[R]):
    """Two rows with similar texts; ``ratio``: their similarity; ``opposite``: one of them negates the other."""

    first: R
    second: R
    ratio: float
    opposite: bool

    @property
    def copied(self) -> bool:
        """Whether one is a copy of the other, and so doesn't confirm it."""
        return self.ratio >= COPIED and not self.opposite


def similar_findings(station: Station) -> tuple[SimilarTexts[Finding], ...]:
    """Similar findings of different areas, or of an area and the station, without the conclusion, which sums up."""
    rows = [row for row in station.findings if row.section != "conclusion"]
    return tuple(similar(rows, comparable=lambda a, b: a.area != b.area))


def similar_notes(station: Station) -> tuple[SimilarTexts[CaseNote], ...]:
    """Similar case notes (高度雷同)."""
    return tuple(similar(station.notes, comparable=lambda a, b: a.id != b.id))


def similar(rows: Sequence[R], comparable: Callable[[R, R], bool]) -> Iterator[SimilarTexts[R]]:
    """Every ``comparable`` pair of rows with a similarity of :data:`RELATED` or more."""
    from rapidfuzz.distance import Indel

    texts = [(row, normalised(row.text), negated(row.text)) for row in rows]
    for (a, left, left_negated), (b, right, right_negated) in combinations(texts, 2):
        if min(len(left), len(right)) < SHORTEST or not comparable(a, b):
            continue
        ratio = Indel.normalized_similarity(left, right, score_cutoff=RELATED)
        if ratio >= RELATED:
            yield SimilarTexts(a, b, ratio, opposite=left_negated != right_negated)


def normalised(text: str) -> str:
    """A text without spaces and punctuation, with full-width forms replaced."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def negated(text: str) -> bool:
    """Whether a text has an odd number of negations: 已建立 and 未建立 differ only in that.

    >>> negated("已建立档案"), negated("未建立档案"), negated("不断完善")
    (False, True, False)
    """
    return len(_NEGATION.findall(text)) % 2 == 1


# --- recurring concerns -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Recurring:
    """Concerns of several areas on one theme; ``copies`` of them repeat the text of another."""

    rows: tuple[Finding, ...]
    copies: int

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas, in the order of the data."""
        return tuple(dict.fromkeys(row.area for row in self.rows if row.area))

    @property
    def dimension(self) -> str:
        """Their most frequent dimension; of equally frequent ones, the first."""
        dimensions = [row.dimension for row in self.rows]
        return max(dimensions, key=dimensions.count)


def recurring(station: Station, found: Iterable[SimilarTexts[Finding]]) -> tuple[Recurring, ...]:
    """Concerns that two or more areas share, by theme or by similar text; those of most areas first."""
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
    shared = [
        Recurring(tuple(same), sum(row.id in copied for row in same))
        for same in themes.values()
        if len({row.area for row in same}) > 1
    ]
    return tuple(sorted(shared, key=lambda concern: -len(concern.areas)))
