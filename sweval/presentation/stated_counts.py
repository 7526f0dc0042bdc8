"""Texts that state a count which the edition withholds, such as 片区三有1名孤儿 where the table hides that count.

A text is searched clause by clause for a category's name with a number of people. The area is the one named in the
clause, else the area of the row, else the whole station. Only a number equal to the withheld count is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Final

from sweval.analysis.people.coverage import CoverageResult
from sweval.domain.disclosure.policy import MIN_CROSSED
from sweval.domain.station.station import TABLES
from sweval.domain.station.texts import texts_below
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.presentation.own_text import is_for

SENTENCE: Final = re.compile(r"[。；！？;!?\n]+")
CLAUSE: Final = re.compile(r"[，、,]+")
DIGITS: Final = "零一二三四五六七八九"
NUMBER: Final = rf"(\d{{1,4}}|[{DIGITS}两十]{{1,3}})"
#: People who are counted in texts but belong to no category.
OTHERS: Final = "工作人员|社工|社会工作者|志愿者|义工|评委|专家|党员|干部|网格员|护理员|医生"
COUNT: Final = re.compile(rf"(?<![\d.]){NUMBER}\s*[名人位个户例宗家口](?!{OTHERS})")
#: A number directly after a category, unless it counts something else.
BEHIND: Final = rf"[^\d{DIGITS}两十]{{0,3}}{NUMBER}(?![\d.])(?!\s*[次份元%％年月日岁类项场篇件万])"
#: A category, and an area (``"*"``: the whole station).
Place = tuple[str, str | None]
#: The name for the people of all categories in an area.
EVERYBODY: Final = "各类人群"
REMEDY: Final = (
    "请改为不写人数的说法；要留原话的，移到 text.yaml，写明 editions: [working]（写法见 docs/data.md）"
)


def refuse_stated_counts(evaluation: Evaluation) -> None:
    """Raise ``Refused`` with a fault for each text of the edition that states a withheld count of people."""
    found = evaluation.coverage
    counts = dict(_withheld(found)) if found and not evaluation.shows("coverage_rates") else {}
    if not counts:
        return
    areas = evaluation.station.areas
    names = {name: area.id for area in areas for name in (area.name, *(unit.name for unit in area.units))}
    faults = []
    for file, row, column, text, area in _texts(evaluation):
        for category, where in _stated(text, area, names, counts):
            place = found.place(where, evaluation.station) if found and where != "*" else "全站"
            faults.append(
                Fault(file, row, column, text, f"写明了本稿隐去的人数（{place}{category}）", REMEDY)
            )
    if faults:
        raise Refused(faults)


def _withheld(found: CoverageResult) -> Iterator[tuple[Place, int]]:
    """The counts by category, and by category and area, that are hidden, or small where only ranges are shown."""
    for area in found.areas:
        if found.hidden and (None, area) in found.hidden:
            yield (EVERYBODY, area), found.of(area=area).persons
    for category in found.categories:
        for area in (*found.areas, "*"):
            persons = found.of(category=category, area=area).persons
            small = 0 < persons < MIN_CROSSED
            if persons and (
                small if found.hidden is None or found.as_ranges else (category, area) in found.hidden
            ):
                yield (category, area), persons


def _texts(evaluation: Evaluation) -> Iterator[tuple[str, int, str, str, str | None]]:
    """Every text that the edition shows: its file, row, column, content, and the area of its row."""
    for table in TABLES:
        for row in evaluation.rows(table):
            for column in fields(row):
                value = getattr(row, column.name)
                if isinstance(value, str) and evaluation.shows_column(table, column.name):
                    yield f"{table}.csv", row.row, column.name, value, getattr(row, "area", None)
    for output in evaluation.rows("outputs"):
        text = f"{getattr(output, 'name', '')}{getattr(output, 'value', '')}{getattr(output, 'unit', '')}"
        yield "outputs.csv", output.row, "value", text, None
    for path, text in texts_below("assessment", evaluation.station.assessment):
        yield "station.yaml", 0, path, text, None
    for correction in evaluation.station.corrections:
        yield "corrections.yaml", correction.line, "reason", correction.reason, None
    for number, own in enumerate(evaluation.station.own_text, start=1):
        if is_for(own, evaluation):
            yield "text.yaml", own.line, f"paragraphs[{number}].text", own.text, None


def _stated(
    text: str, area: str | None, names: Mapping[str, str], counts: Mapping[Place, int]
) -> Iterator[Place]:
    """The withheld counts that a text states."""
    if not re.search(NUMBER, text):
        return
    plain = {category: _plain(category) for category, _ in counts}
    for sentence in SENTENCE.split(text):
        places, mentioned = {area or "*", "*"}, set[str]()
        for clause in CLAUSE.split(sentence):
            places = {id for name, id in names.items() if name in clause} or places
            short = _plain(clause)
            mentioned = {category for category, word in plain.items() if word in short} or mentioned
            numbers = {_number(found) for found in COUNT.findall(clause)}
            for (category, place), persons in counts.items():
                if category in mentioned and place in places:
                    behind = re.findall(re.escape(plain[category]) + BEHIND, short)
                    if persons in numbers | set(map(_number, behind)):
                        yield category, place


def _plain(text: str) -> str:
    """A category in its common short form: 孤寡老人 for 孤寡老年人, 低保 for 低保对象."""
    return text.replace("老年人", "老人").replace("对象", "")


def _number(text: str) -> int:
    """A count in digits, or in Chinese below a hundred.

    >>> _number("12"), _number("两"), _number("十二"), _number("二十")
    (12, 2, 12, 20)
    """
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    units = DIGITS.index(ones[-1]) if ones else 0
    return (DIGITS.index(tens[-1]) if tens else 1) * 10 + units if ten else units
