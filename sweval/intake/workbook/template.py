"""Writes a workbook: the template of a scheme with its guide (填写说明), blank or with a station's data."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.station.dictionary import KINDS, NUMBERS
from sweval.domain.values.dates import WORKBOOK_DATE
from sweval.domain.values.types import PLAIN_NUMBER
from sweval.intake.station.draft import Draft, Values
from sweval.intake.workbook.layout import (
    GUIDE,
    LISTS,
    PROFILE_SHEET,
    SCHEME,
    Field,
    Layout,
    SheetLayout,
    expert_layout,
    layout,
)

#: The rows in which a spreadsheet validates input.
CHECKED_ROWS: Final = 20_000
FONT: Final = "等线"
#: The height of a line in points, and the widths of the guide's columns in digits.
LINE: Final = 15.5
GUIDE_WIDTHS: Final = (14, 26, 58, 46, 6, 30)
BLUE: Final = "#1F4E79"
INPUT: Final = "#FFFBE6"
WIDTHS: Final = {"text": 26, "day": 13, "month": 11, "flag": 8, "choice": 20, "identifier": 16, "rate": 12}


def workbook(draft: Draft, scheme: Scheme, *, alone: bool = False) -> bytes:
    """A draft as a workbook for its scheme; the same draft gives the same bytes.

    ``alone``: for one expert, with the sheets of scores only.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    shape = layout(scheme)
    _Writer(book, expert_layout(shape) if alone else shape, scheme).write(draft)
    book.close()
    return stream.getvalue()


class _Writer:
    """A workbook being written, with its cell formats."""

    def __init__(self, book: xlsxwriter.Workbook, shape: Layout, scheme: Scheme) -> None:
        self.book, self.shape, self.scheme = book, shape, scheme
        book.set_properties({"title": "社工站评估数据", "created": WORKBOOK_DATE})
        plain = {"font_name": FONT, "font_size": 11, "valign": "top"}
        boxed = {**plain, "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
        self.title = book.add_format({**plain, "bold": True, "font_size": 16, "font_color": BLUE})
        self.head = book.add_format({**boxed, "bold": True, "font_color": "white", "bg_color": BLUE})
        self.note = book.add_format({**boxed, "font_color": "#595959"})
        self.label = book.add_format({**boxed, "bold": True})
        self.plain = book.add_format({**plain, "text_wrap": True})
        self.input: dict[str, Format] = {}
        for number_format in ("@", "General", "yyyy-mm-dd", *(f"0.{'0' * n}" for n in range(1, 7))):
            style = {**boxed, "bg_color": INPUT, "locked": False, "num_format": number_format}
            self.input[number_format] = book.add_format(style)

    def write(self, draft: Draft) -> None:
        """Write every sheet: the guide first, the choices last and hidden."""
        guide = self.book.add_worksheet(GUIDE)
        profile = self.book.add_worksheet(PROFILE_SHEET)
        sheets = [(sheet, self.book.add_worksheet(sheet.name)) for sheet in self.shape.sheets]
        lists = self.book.add_worksheet(LISTS)
        names = self._lists(lists)
        self._guide(guide)
        self._profile(profile, draft.profile, names)
        for sheet, page in sheets:
            rows = {"areas": draft.units, "text": draft.own_texts}.get(sheet.table)
            self._table(page, sheet, draft.tables.get(sheet.table, ()) if rows is None else rows, names)
        lists.hide()
        profile.activate()

    # --- choices ------------------------------------------------------------------------------------

    def _lists(self, page: Worksheet) -> dict[tuple[str, str], str]:
        """Write the choices and the full marks of leaves as named ranges; the range of every column with choices."""
        fields = [("profile", f) for f in self.shape.profile]
        fields += [(sheet.table, f) for sheet in self.shape.sheets for f in sheet.fields]
        names = {}
        for column, (table, f) in enumerate((table, f) for table, f in fields if f.choices and not f.many):
            name = f"选项_{table}_{f.name.replace('.', '_')}"
            self._named(page, column, name, [*f.choices])
            names[table, f.name] = name
        leaves = {leaf.id: leaf.max_score for leaf in self.scheme.leaves()}
        nodes = next(f for table, f in fields if (table, f.name) == ("scores", "node"))
        self._named(page, len(names), "满分_scores_node", [leaves[id] for id in nodes.choices.values()])
        return names

    def _named(self, page: Worksheet, column: int, name: str, values: list[Any]) -> None:
        for row, value in enumerate(values):
            if isinstance(value, Decimal):
                page.write_number(row, column, float(value))
            else:
                page.write_string(row, column, value)
        letter = xl_col_to_name(column)
        self.book.define_name(name, f"={LISTS}!${letter}$1:${letter}${max(len(values), 1)}")

    # --- sheets -------------------------------------------------------------------------------------

    def _guide(self, page: Worksheet) -> None:
        for column, width in enumerate(GUIDE_WIDTHS):
            page.set_column(column, column, width)
        page.write_string(0, 0, f"社工站评估数据：{self.scheme.name}", self.title)
        page.set_row(0, 26)
        row = 1
        for line in GUIDE_LINES:
            page.merge_range(row, 0, row, 5, line, self.plain)
            page.set_row(row, LINE * (1 + 2 * len(line) // sum(GUIDE_WIDTHS)))
            row += 1
        for column, head in enumerate(("表", "项目", "内容", "可填", "必填", "示例")):
            page.write_string(row, column, head, self.head)
        for cells in _guide_rows(self.shape):
            row += 1
            # Without a height the row is cut off where a spreadsheet doesn't fit it.
            lines = max(1 + 2 * len(text) // width for text, width in zip(cells, GUIDE_WIDTHS, strict=True))
            page.set_row(row, LINE * lines)
            for column, text in enumerate(cells):
                page.write_string(row, column, text, self.label if column == 0 else self.note)
        page.protect("", {"format_columns": True, "format_rows": True})
        self._print(page)

    def _profile(self, page: Worksheet, profile: Values, names: Mapping[tuple[str, str], str]) -> None:
        for column, (head, width) in enumerate((("项目", 26), ("内容", 50), ("说明", 44), ("示例", 30))):
            page.write_string(0, column, head, self.head)
            page.set_column(column, column, width)
        for row, f in enumerate(self.shape.profile, start=1):
            page.write_string(row, 0, f.text.head + ("＊" if f.required else ""), self.label)
            page.write_string(row, 2, f.text.holds, self.note)
            page.write_string(row, 3, f.text.example, self.note)
            stored = self.scheme.id if f.name == SCHEME else profile.get(f.name, "")
            self._cell(page, row, 1, f, stored)
            self._validate(page, (row, 1, row, 1), f, names.get(("profile", f.name)))
        page.freeze_panes(1, 1)
        page.protect("", {"format_columns": True, "format_rows": True})
        self._print(page)
        page.repeat_rows(0)

    def _table(
        self,
        page: Worksheet,
        sheet: SheetLayout,
        rows: tuple[Values, ...],
        names: Mapping[tuple[str, str], str],
    ) -> None:
        for column, f in enumerate(sheet.fields):
            page.set_column(column, column, _width(f), self.input[_format(f, "")])
            page.write_string(0, column, f.text.head + ("＊" if f.required else ""), self.head)
            self._validate(page, (1, column, CHECKED_ROWS, column), f, names.get((sheet.table, f.name)))
        if sheet.table == "scores":
            self._limit(page, sheet)
        for row, values in enumerate(rows, start=1):
            for column, f in enumerate(sheet.fields):
                self._cell(page, row, column, f, values.get(f.name, ""))
        page.freeze_panes(1, 0)
        allowed = ("format_columns", "format_rows", "sort", "autofilter", "insert_rows", "delete_rows")
        page.protect("", dict.fromkeys(allowed, True))
        self._print(page)
        page.repeat_rows(0)

    def _cell(self, page: Worksheet, row: int, column: int, f: Field, stored: str) -> None:
        shown = "\n".join(f.shown(text) for text in stored.split("\n")) if f.many else f.shown(stored)
        style = self.input[_format(f, shown)]
        if not shown:
            page.write_blank(row, column, None, style)
        elif f.kind in NUMBERS and PLAIN_NUMBER.fullmatch(shown):
            page.write_number(row, column, float(shown), style)
        elif f.kind == "day" and (day := _day(shown)):
            page.write_datetime(row, column, day, style)
        else:
            page.write_string(row, column, shown, style)

    def _print(self, page: Worksheet) -> None:
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(0.5, 0.5, 0.7, 0.7)
        page.set_header("&L&A&R" + ("示例数据" if self.scheme.example else ""))
        page.set_footer("&C第 &P 页，共 &N 页")

    # --- what may be filled in ------------------------------------------------------------------------

    def _validate(
        self, page: Worksheet, place: tuple[int, int, int, int], f: Field, choices: str | None
    ) -> None:
        rule = _rule(f, choices)
        hint = f"{f.text.holds}。" + ("" if f.choices else f"可填：{KINDS[f.kind]}。")
        input = {"input_title": f.text.head[:32], "input_message": hint[:255]}
        error = {"error_title": "填写不正确", "error_message": f"“{f.text.head}”：{KINDS[f.kind]}。"[:255]}
        page.data_validation(*place, {**rule, **input, **error})

    def _limit(self, page: Worksheet, sheet: SheetLayout) -> None:
        """Limit a score to the full mark of the leaf chosen on its row."""
        columns = {f.name: xl_col_to_name(n) for n, f in enumerate(sheet.fields)}
        number = [f.name for f in sheet.fields].index("score")
        maximum = f"INDEX(满分_scores_node,MATCH(${columns['node']}2,选项_scores_node,0))"
        score = f"${columns['score']}2"
        page.data_validation(
            1,
            number,
            CHECKED_ROWS,
            number,
            {
                "validate": "custom",
                "value": f"=AND(ISNUMBER({score}),{score}>=0,IFERROR({score}<={maximum},TRUE))",
                "input_title": "评分",
                "input_message": "0分至该项评估内容的满分；0分也要写0。",
                "error_title": "评分不在范围内",
                "error_message": "评分是0分至该项评估内容满分之间的数。",
            },
        )


def _rule(f: Field, choices: str | None) -> dict[str, Any]:
    """The rule by which a spreadsheet validates input; intake checks all rules."""
    if choices:
        return {"validate": "list", "source": f"={choices}"}
    if f.kind == "flag":
        return {"validate": "list", "source": ["是", "否"]}
    if f.kind == "day":
        limits = {"minimum": date(2000, 1, 1), "maximum": date(2100, 12, 31)}
        return {"validate": "date", "criteria": "between", **limits}
    if f.kind == "count":
        return {"validate": "integer", "criteria": ">=", "value": 0}
    if f.kind == "amount":
        return {"validate": "decimal", "criteria": ">=", "value": 0}
    return {"validate": "any"}


def _format(f: Field, shown: str) -> str:
    if f.kind == "day":
        return "yyyy-mm-dd"
    if f.kind not in NUMBERS:
        return "@"
    # A score written 11.10 is shown and read back with both decimals.
    places = len(shown.partition(".")[2])
    return f"0.{'0' * places}" if places else "General"


def _width(f: Field) -> int:
    if f.name in ("text", "statement", "recommendation", "comment", "handling"):
        return 48
    return max(WIDTHS.get(f.kind, 12), 2 * len(f.text.head) + 4)


def _day(shown: str) -> date | None:
    try:
        return date.fromisoformat(shown)
    except ValueError:
        return None


# --- the guide --------------------------------------------------------------------------------------

GUIDE_LINES: Final = (
    "1. 浅黄色的格子填写，表头带＊的必填。没有的资料整表留空，报告写作“未提供”；留空不等于0，0要写0。",
    "2. 各表从第2行起，一行一条，不合并单元格、不隐藏行、不插入小计或第二行表头。",
    "3. 数只写阿拉伯数字；日期写成 2024-02-28；百分比照原样填写，如 51.00%；编号照原样填写，如 007。",
    "4. 资料所载的数字照抄，对不上也不改；对不上的写进核对表。",
    "5. 不填身份证号、电话、银行卡号和个人姓名；评委和服务对象用编号。",
    "6. 评委各自填写的，每人一份，交回后一起导入：sweval intake 甲.xlsx 乙.xlsx。",
    "7. 填好后运行 sweval intake 本文件.xlsx；有问题的逐格列出，没有问题的写入项目，再运行 sweval run 站点编号。",
)


def _guide_rows(shape: Layout) -> Iterator[tuple[str, ...]]:
    """The data dictionary: sheet, item, meaning, allowed values, whether required, example."""
    for f in shape.profile:
        yield PROFILE_SHEET, *_guide_row(f)
    for sheet in shape.sheets:
        yield sheet.name, "（整表）", f"每行是{sheet.text.row}", "", "", ""
        for f in sheet.fields:
            yield sheet.name, *_guide_row(f)


def _guide_row(f: Field) -> tuple[str, ...]:
    allowed = "、".join(f.choices) if f.choices else KINDS[f.kind]
    return f.text.head, f.text.holds, allowed, "是" if f.required else "", f.text.example
