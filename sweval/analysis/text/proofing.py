"""The evaluator's check of texts before a report is issued (出具前自查); remarks cite cells and are to be judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sweval.analysis.text.findings import Contradiction
from sweval.analysis.text.names import other_names, short_names
from sweval.analysis.text.quoted_numbers import known_numbers, misquoted
from sweval.analysis.text.similarity import SimilarTexts
from sweval.domain.disclosure.privacy import personal_numbers
from sweval.domain.station.rows import CaseNote, Finding
from sweval.domain.station.station import Station
from sweval.domain.station.texts import texts_of
from sweval.domain.values.row import Cell
from sweval.record.figures import Figure

Kind = Literal[
    "other_name",
    "short_name",
    "number",
    "left_out",
    "generalised",
    "contradiction",
    "copied",
    "opposite",
    "personal",
    "no_recommendation",
    "no_evidence",
]
KINDS: Final[dict[Kind, str]] = {
    "other_name": "出现其他镇街、站点或机构的名称",
    "short_name": "机构名称未用全称",
    "number": "文字中的数字与数据表不一致",
    "left_out": "结语没有概括到",
    "generalised": "部分片区的情况在结语中说成全站",
    "contradiction": "同一主题既有肯定又有关注",
    "copied": "片区之间或个案之间文字相同、近似",
    "opposite": "文字相近而意思相反",
    "personal": "疑有个人信息",
    "no_recommendation": "关注没有附建议",
    "no_evidence": "意见没有注明佐证",
}
#: Columns that the report quotes verbatim.
_QUOTED: Final = {
    "findings.csv": ("text", "recommendation"),
    "feedback.csv": ("comment", "handling"),
    "rectification.csv": ("item",),
    "reviews.csv": ("item", "reason"),
    "complaints.csv": ("about", "handling"),
}
_STOP: Final = re.compile(r"[。；]")
_INNER: Final = str.maketrans("“”", "‘’")


@dataclass(frozen=True)
class Remark:
    """Something to look at: its kind, its cell, a message, and the cells and figures it was checked against."""

    kind: Kind
    cell: Cell
    message: str
    cells: tuple[Cell, ...] = ()
    figures: tuple[str, ...] = ()


def proof(
    station: Station,
    figures: Mapping[str, Figure],
    contradicting: Iterable[Contradiction],
    similar: Iterable[SimilarTexts[Finding]],
    notes: Iterable[SimilarTexts[CaseNote]],
    others: Iterable[str] = (),
) -> tuple[Remark, ...]:
    """Every remark on a station's texts, by kind; ``others``: names of other towns, stations and organisations."""
    found = [
        *_names(station, tuple(others)),
        *_numbers(station, figures),
        *_conclusion(station),
        *_contradictions(station, contradicting),
        *_similar(station, similar),
        *_notes(notes),
        *_personal(station),
        *_incomplete(station),
    ]
    return tuple(sorted(found, key=lambda remark: list(KINDS).index(remark.kind)))


def quoted(station: Station) -> Iterator[tuple[Cell, str]]:
    """Every text that the report quotes."""
    for cell, text in texts_of(station):
        own = cell.file == "text.yaml" and cell.column.endswith(".text")
        if own or cell.column in _QUOTED.get(cell.file, ()):
            yield cell, text


def _names(station: Station, others: tuple[str, ...]) -> Iterator[Remark]:
    for cell, text in quoted(station):
        for name in other_names(text, station, others):
            yield Remark("other_name", cell, f"“{name}”不是本站或本次评估的有关单位")
        for short, full in short_names(text, station):
            yield Remark("short_name", cell, f"“{short}”应写作“{full}”，或在首次出现时注明简称")


def _numbers(station: Station, figures: Mapping[str, Figure]) -> Iterator[Remark]:
    known = known_numbers(station, figures)
    for cell, text in quoted(station):
        for wrong in misquoted(text, known):
            message = f"“{wrong.quote}”，数据表为{wrong.known.shown}"
            yield Remark("number", cell, message, wrong.known.cells, wrong.known.figures)


def _conclusion(station: Station) -> Iterator[Remark]:
    """Sections without a theme in the conclusion, and concerns of few areas that it states of all."""
    summed = [row for row in station.findings if row.section == "conclusion" and row.kind == "concern"]
    if not summed:
        return
    covered = {row.theme for row in summed}
    concerns = station.concerns
    places: dict[tuple[str, str | None], list[Finding]] = {}
    for row in concerns:
        places.setdefault((row.section, row.area), []).append(row)
    for rows in places.values():
        if not covered & {row.theme for row in rows}:
            message = f"{station.place_of(rows[0])}的{len(rows)}条关注，结语一条也没有提到"
            yield Remark("left_out", rows[0].cell("theme"), message, tuple(row.cell("theme") for row in rows))
    for row in summed:
        same = [other for other in concerns if other.theme == row.theme]
        areas = [station.area(id).name for id in dict.fromkeys(other.area for other in same) if id]
        if areas and all(other.area for other in same) and 2 * len(areas) < len(station.areas):
            few = f"只见于{'、'.join(areas)}，共{len(station.areas)}个片区"
            yield Remark("generalised", row.cell("text"), f"“{_short(row.text)}”{few}")


def _contradictions(station: Station, contradicting: Iterable[Contradiction]) -> Iterator[Remark]:
    for item in contradicting:
        against = "；".join(f"{station.place_of(c)}：{_short(c.text)}" for c in item.concerns)
        yield Remark(
            "contradiction", item.strength.cell("text"), f"肯定“{_short(item.strength.text)}”，关注{against}"
        )


def _similar(station: Station, similar: Iterable[SimilarTexts[Finding]]) -> Iterator[Remark]:
    for pair in similar:
        a, b = (station.place_of(row) for row in (pair.first, pair.second))
        if pair.opposite:
            message = f"{a}“{_short(pair.first.text)}”与{b}“{_short(pair.second.text)}”"
            yield Remark("opposite", pair.second.cell("text"), message)
        elif pair.copied and pair.ratio == 1:
            yield Remark(
                "copied", pair.second.cell("text"), f"{a}与{b}的文字相同：“{_short(pair.second.text)}”"
            )
        elif pair.copied:
            message = f"{a}与{b}的文字近似（{pair.ratio:.2f}）：“{_short(pair.first.text)}”与“{_short(pair.second.text)}”"
            yield Remark("copied", pair.second.cell("text"), message)


def _notes(notes: Iterable[SimilarTexts[CaseNote]]) -> Iterator[Remark]:
    for pair in notes:
        if pair.copied:
            degree = "相同" if pair.ratio == 1 else f"近似（{pair.ratio:.2f}）"
            yield Remark(
                "copied", pair.second.cell("text"), f"个案{pair.first.id}与{pair.second.id}的记录{degree}"
            )


def _personal(station: Station) -> Iterator[Remark]:
    for cell, text in quoted(station):
        for found in personal_numbers(text):
            yield Remark("personal", cell, f"{found.kind}（{found.masked}）")


def _incomplete(station: Station) -> Iterator[Remark]:
    concerns = [row for row in station.findings if row.kind == "concern" and not row.recommendation]
    for row in concerns:
        yield Remark("no_recommendation", row.cell("recommendation"), f"“{_short(row.text)}”")
    without = [row for row in station.findings if not row.evidence]
    if without:
        count = f"{len(station.findings)}条意见中有{len(without)}条没有注明佐证"
        yield Remark("no_evidence", without[0].cell("evidence"), count)


def _short(text: str) -> str:
    """The first sentence of a text, with single quotation marks, for quoting."""
    return _STOP.split(text, maxsplit=1)[0].translate(_INNER)


# --- figures ----------------------------------------------------------------------------------------


def figures(remarks: Iterable[Remark], station: Station, figures: Mapping[str, Figure]) -> Iterator[Figure]:
    """The number of remarks of each kind, for the working papers.

    The count of differing numbers is a figure even if 0; it depends on all numbers that were checked.
    """
    by_kind: dict[Kind, list[Remark]] = {"number": []}
    for remark in remarks:
        by_kind.setdefault(remark.kind, []).append(remark)
    known = known_numbers(station, figures)
    against = [cell for number in known for cell in number.cells]
    inputs = dict.fromkeys(id for number in known for id in number.figures)
    for kind, found in by_kind.items():
        cells = [cell for remark in found for cell in (remark.cell, *remark.cells)]
        numbers = kind == "number"
        yield Figure(
            f"check.proof.{kind}",
            f"自查：{KINDS[kind]}",
            str(len(found)),
            "处",
            rule="method.proof",
            cells=tuple(dict.fromkeys([*cells, *(against if numbers else ())])),
            inputs=tuple(inputs) if numbers else (),
        )
