"""Words: sentences, paragraphs and tables that can only print a figure by citing it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from sweval.analysis.scores.grades import NOT_EVALUATED, GradeResult
from sweval.analysis.scores.results import NodeScore
from sweval.analysis.survey.suppression import RANGE_WIDTH
from sweval.blocks import Cite, Column, Paragraph, Sentence, Table, TableRow
from sweval.domain.disclosure.policy import MIN_CROSSED, MIN_EXPERTS
from sweval.domain.scheme.scheme import Band, Scheme
from sweval.domain.station.dictionary import PROFILE, TABLE_NAMES
from sweval.domain.station.station import Station
from sweval.domain.values.row import Cell, Row
from sweval.evaluation import ScoredStation
from sweval.record.figures import Figure, Figures

SLOT: Final = re.compile(r"\{(\w+)(\.value)?\}")


def cite(figure: Figure) -> Cite:
    """The citation of a figure: its code, leading to its row in the appendix."""
    return Cite(figure_anchor(figure.id), figure.code)


def cite_all(*figures: Figure) -> tuple[Cite, ...]:
    """The citations of several figures."""
    return tuple(cite(figure) for figure in figures)


def figure_anchor(id: str) -> str:
    """The anchor of a figure's row; made from its id, so that links survive a re-run."""
    return "f-" + id.replace(".", "-")


def cite_row(row: Row) -> Cite:
    """The citation of a row of the data: table and line."""
    return Cite(f"r-{row.table}-{row.row}", f"{TABLE_NAMES[row.table]}{row.row}")


def cite_cell(cell: Cell) -> Cite:
    """The citation of the row a cell stands in; a value of ``station.yaml`` by its path, a file by its name."""
    table = cell.file.removesuffix(".csv")
    if table in TABLE_NAMES and cell.row:
        return Cite(f"r-{table}-{cell.row}", f"{TABLE_NAMES[table]}{cell.row}")
    if cell.file == "station.yaml":
        return Cite(path_anchor(cell.column), PROFILE[cell.column])
    return Cite("source-files", TABLE_NAMES.get(table, cell.file))


def path_anchor(path: str) -> str:
    """The anchor of a value of ``station.yaml``."""
    return "y-" + path.replace(".", "-")


def rule_anchor(id: str) -> str:
    """The anchor of a rule's row."""
    return "rule-" + id.replace(".", "-")


def value_text(value: object) -> str:
    """A value of the data as it is printed; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def sentence(template: str, **parts: Figure | Sentence | str) -> Sentence:
    """A sentence with figures in its slots: ``{total}`` prints value and unit, ``{total.value}`` no unit.

    Sentences put in bring their citations along. Plain text parts are put in as they are and never read as a template. Raises ``ValueError`` for a
    figure that was not provided (no sentence speaks of data that isn't there) or for a part that no slot
    uses, ``KeyError`` for a slot without its part.
    """
    cites: list[Cite] = []

    def fill(slot: re.Match[str]) -> str:
        part = parts[slot[1]]
        if isinstance(part, str):
            return part
        if isinstance(part, Sentence):
            cites.extend(part.cites)
            return part.text
        if part.missing:
            raise ValueError(f"{part.id} was not provided and can't be said")
        cites.append(cite(part))
        return part.value if slot[2] else part.text

    text = SLOT.sub(fill, template)
    unused = set(parts) - {match[1] for match in SLOT.finditer(template)}
    if unused:
        raise ValueError(f"no slot for {sorted(unused)} in {template!r}")
    return Sentence(text, tuple(cites))


def named(name: str, figure: Figure) -> Sentence:
    """A figure behind what it is of: 服务质量4.76分."""
    return sentence("{name}{figure}", name=name, figure=figure)


def clauses(
    parts: Iterable[Sentence | str], between: str = "、", end: str = "", lead: Sentence | str = ""
) -> Sentence:
    """Several clauses as one sentence that cites all they cite; ``lead`` stands before the first."""
    lead, *rest = (Sentence(part) if isinstance(part, str) else part for part in (lead, *parts))
    text = lead.text + between.join(part.text for part in rest) + end
    return Sentence(text, tuple(cite for part in (lead, *rest) for cite in part.cites))


def paragraph(
    *sentences: Sentence | str, role: Literal["body", "note", "status", "sign"] = "body", fixed: bool = False
) -> Paragraph:
    """A paragraph; text alone is a sentence that cites nothing."""
    said = tuple(Sentence(one) if isinstance(one, str) else one for one in sentences)
    return Paragraph(said, role, fixed=fixed)


def table(
    caption: str,
    heads: Iterable[str | Column],
    rows: Iterable[TableRow],
    *,
    note: str = "",
    role: Literal["body", "source"] = "body",
) -> Table:
    """A table, its columns as :func:`columns` takes them."""
    return Table(caption, columns(*heads), tuple(rows), note, role)


def columns(*heads: str | Column) -> tuple[Column, ...]:
    """The columns of a table; one named by text alone is set to the left."""
    return tuple(Column(head) if isinstance(head, str) else head for head in heads)


def right(*names: str) -> tuple[Column, ...]:
    """Columns of numbers, set to the right."""
    return tuple(Column(name, "right") for name in names)


#: One step to the right in a table's first column.
INDENT: Final = "\u3000"
#: The column of consecutive numbers.
NUMBER: Final = Column("序号", "center")


def row(
    *cells: Figure | str, also: Iterable[Figure | Row] = (), strong: bool = False, anchor: str = ""
) -> TableRow:
    """A table row; figures print value and unit and are cited, as are those (and data rows) in ``also``."""
    cites = [cite(cell) for cell in cells if isinstance(cell, Figure)]
    cites += [cite(item) if isinstance(item, Figure) else cite_row(item) for item in also]
    text = tuple(cell.text if isinstance(cell, Figure) else cell for cell in cells)
    return TableRow(text, tuple(cites), anchor, strong)


#: What stands for a count that an edition doesn't tell, and the note below its table.
HIDDEN: Final = "＊"
HIDDEN_NOTE: Final = f"＊：1至{MIN_CROSSED - 1}人的不列出；为免由合计推算，另有部分数不列出，所以＊可能是0，也可能多于{MIN_CROSSED - 1}。"
HIDDEN_ANSWERS_NOTE: Final = (
    f"＊：有的组中选最高一档的、选其他各档的，或者知晓、不知晓的只有1至{MIN_CROSSED - 1}人，列出占比即可推知，"
    "这种分组中样本各组的占比都不列出。"
)
#: What stands below a table whose counts are told by their tens.
TENS_NOTE: Final = f"有不足{MIN_CROSSED}人的，各数只列所在的区间（每{RANGE_WIDTH}人一段），每类合计为各段之和，以免推知其人。"


#: The same for areas' scores.
HIDDEN_AREA_NOTE: Final = f"＊：评分的评委不足{MIN_EXPERTS}位的片区，和为免由平均分推算而一并不单列的。"


def shown_or_hidden(figures: Figures, id: str) -> Figure | str:
    """A figure by its id; what stands for it where the edition withholds it, or there is none."""
    return figures.get(id) or (HIDDEN if id in figures.withheld else "—")


def bare_or_hidden(figures: Figures, id: str) -> Figure | str:
    """The same, printed without its unit."""
    found = shown_or_hidden(figures, id)
    return bare(found) if isinstance(found, Figure) else found


def bare(figure: Figure) -> Figure:
    """The figure printed without its unit, for a column whose head already names it."""
    return replace(figure, unit="")


def band_sentence(figures: Mapping[str, Figure], scheme: Scheme, band: Band) -> Sentence:
    """A grade's band in words, citing its floor and the floor of the grade above."""
    floors = [b for b in scheme.bands if b is band or b.floor == band.below]
    return Sentence(band.sentence(), tuple(cite(figures[f"rule.band.{b.id}"]) for b in floors))


def grade_sentence(figures: Mapping[str, Figure], graded: GradeResult) -> Sentence:
    """The result; not being evaluated is no grade."""
    template = "{grade}" if graded.final is NOT_EVALUATED else "评估等级为{grade}"
    return sentence(template, grade=figures["score.grade"])


def because_vetoed(evaluation: ScoredStation, lead: str) -> Sentence:
    """The grade that a veto made, behind the one its total lies in."""
    return sentence(
        "{lead}{band}，因存在“{names}”的情形，{grade}",
        lead=lead,
        band=evaluation.figures["score.grade_by_total"],
        names="”“".join(verdict.rule.name for verdict in evaluation.triggered),
        grade=grade_sentence(evaluation.figures, evaluation.grade),
    )


def score_tables(station: Station, scheme: Scheme) -> str:
    """The tables that scores were read from, as the source of a chart."""
    tables = {
        "scores": bool(station.scores),
        "leaf_inputs": bool(station.leaf_inputs),
        "indicators": any(leaf.indicator for leaf in scheme.leaves()),
    }
    return "、".join(TABLE_NAMES[table] for table, used in tables.items() if used)


def onsite(figures: Mapping[str, Figure]) -> Sentence:
    """When the panel was on site: one day, or from a day on for several."""
    start, days = figures["station.onsite_start"], figures["station.onsite_days"]
    template = "于{start}实地评估{days}" if days.value == "1" else "自{start}起实地评估{days}"
    return sentence(template, start=start, days=days)


def part_name(component: NodeScore) -> str:
    """A component by name; a party that gives one score is named so that nobody reads it as the one scored."""
    return f"{component.node.name}评分" if component.node is component.party else component.node.name


def listed(names: Iterable[str]) -> str:
    """Names joined for reading: ``甲、乙和丙``."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return "、".join(names[:-1]) + "和" + names[-1]


DIGITS: Final = "〇一二三四五六七八九十"


def chinese_number(number: int) -> str:
    """A counting number below 100 as headings write it.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 0 < number < 100:
        raise ValueError(f"{number} is not between 1 and 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")
