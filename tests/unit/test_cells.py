"""One cell: a harmless slip is corrected and noted, an ambiguous value is refused."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from sweval.domain.station.dictionary import Kind
from sweval.domain.values.row import ColumnText
from sweval.intake.workbook.cells import StoredText, WrongCell, stored_text, trimmed
from sweval.intake.workbook.layout import Field


def field(kind: Kind, **more) -> Field:
    return Field("x", ColumnText("项", "内容", "例"), kind, **more)


STORED = [  # kind, value, number format, stored text, correction
    ("amount", 14.45, "General", "14.45", ""),
    ("amount", 14, "General", "14", ""),
    ("amount", 0, "General", "0", ""),
    ("amount", 11.1, "0.00", "11.10", ""),  # as shown
    ("amount", 14.45, "0.0", "14.45", ""),  # shown 14.5, and not rounded
    ("amount", 0.1 + 0.2, "General", "0.3", ""),  # fifteen digits are what a spreadsheet shows
    ("amount", 1e-5, "General", "0.00001", ""),
    ("amount", 2400000.0, "General", "2400000", ""),
    ("amount", "１４．４５", "@", "14.45", "全角改为半角"),
    ("amount", " 14.45　", "@", "14.45", "去掉多余的空格"),
    ("amount", "2,400,000.50", "@", "2400000.50", "去掉千分位逗号"),
    ("amount", "1，234", "@", "1234", "去掉千分位逗号"),
    ("amount", "14.450", "@", "14.450", ""),
    ("count", 109, "General", "109", ""),
    ("count", 109.0, "0", "109", ""),
    ("number", -2.5, "General", "-2.5", ""),
    ("day", datetime(2024, 2, 28), "yyyy-mm-dd", "2024-02-28", ""),
    ("day", date(2024, 2, 28), "yyyy-mm-dd", "2024-02-28", ""),
    ("day", 45350, "General", "2024-02-28", "日期序号改为日期"),
    ("day", "2024年2月28日", "@", "2024-02-28", "日期写法改为年-月-日"),
    ("day", "2024/2/8", "@", "2024-02-08", "日期写法改为年-月-日"),
    ("day", "2024.02.28", "@", "2024-02-28", "日期写法改为年-月-日"),
    ("day", "2024-02-28", "@", "2024-02-28", ""),
    ("day", "二月底", "@", "二月底", ""),  # a fault of its own later
    ("month", "2024年2月", "@", "2024-02", "改为年-月"),
    ("month", "2024-02", "@", "2024-02", ""),
    ("month", datetime(2024, 2, 1), "yyyy-mm", "2024-02", "日期改为年月"),
    ("flag", True, "General", "是", "逻辑值改为是、否"),
    ("flag", False, "General", "否", "逻辑值改为是、否"),
    ("flag", "√", "@", "是", "√、×改为是、否"),
    ("flag", 0, "General", "否", "1、0改为是、否"),
    ("flag", "是", "@", "是", ""),
    ("rate", "51.00%", "@", "51.00%", ""),
    ("rate", "51.00％", "@", "51.00%", "全角改为半角"),
    ("rate", 0.51, "0.00%", "51.00%", ""),
    ("rate", 0.5, "0%", "50%", ""),
    ("text", "51.00", "@", "51.00", ""),  # zeros printed stay
    ("text", 84.76, "General", "84.76", ""),
    ("text", 11.1, "0.00", "11.10", ""),
    ("text", 0.51, "0.00%", "51.00%", "百分比照所显示的抄写"),
    ("text", "　石　碁镇 ", "@", "石碁镇", "去掉多余的空格"),
    ("text", "甲 乙", "@", "甲 乙", ""),
    ("text", "一\r\n二", "@", "一\n二", ""),
    ("text", "=1+1", "@", "=1+1", ""),
    ("text", "   ", "@", "", "去掉多余的空格"),
    ("identifier", "007", "@", "007", ""),
    ("identifier", 7, "General", "7", ""),
    ("identifier", "ｅ１", "@", "e1", "全角改为半角"),
]


@pytest.mark.parametrize(("kind", "value", "number_format", "text", "changed"), STORED)
def test_a_cell_is_taken_as_it_is_meant(
    kind: Kind, value: object, number_format: str, text: str, changed: str
):
    assert stored_text(value, number_format, field(kind)) == StoredText(text, changed)


WRONG = [
    ("amount", datetime(2024, 2, 28), "yyyy-mm-dd", "是日期"),
    ("amount", True, "General", "是逻辑值"),
    ("amount", 1 / 3, "General", "小数超过6位"),
    ("amount", time(8, 30), "h:mm", "是一个时刻"),
    ("count", 1.5, "General", "不是整数"),
    ("day", datetime(2024, 2, 28, 8, 30), "yyyy-mm-dd", "日期带有时刻"),
    ("day", 20240228, "General", "不是日期"),
    ("day", 45350.5, "General", "不是日期"),
    ("month", datetime(2024, 2, 28), "yyyy-mm-dd", "是日期，不是年月"),
    ("rate", 0.51, "General", "是数，不是百分比"),
    ("rate", 51, "General", "是数，不是百分比"),
    ("rate", 0.5123, "0%", "显示为51%，实际多出尾数"),
    ("text", datetime(2024, 2, 28), "yyyy-mm-dd", "是日期"),
]


@pytest.mark.parametrize(("kind", "value", "number_format", "problem"), WRONG)
def test_what_could_mean_two_things_is_refused(kind: Kind, value: object, number_format: str, problem: str):
    with pytest.raises(WrongCell) as wrong:
        stored_text(value, number_format, field(kind))
    assert problem in str(wrong.value) and wrong.value.remedy


PARTIES = {"评估方": "evaluator", "购买方": "purchaser"}


@pytest.mark.parametrize("value", ["评估方", "evaluator", "评 估　方", " 评估方"])
def test_a_choice_is_known_by_its_name_or_code(value: str):
    assert stored_text(value, "@", field("choice", choices=PARTIES)).text == "evaluator"


def test_another_choice_is_refused_with_those_there_are():
    with pytest.raises(WrongCell, match="不是可选的值，可填：评估方、购买方"):
        stored_text("评估", "@", field("choice", choices=PARTIES))


def test_of_several_each_stands_on_a_line():
    many = field("text", many=True, choices=PARTIES)
    assert stored_text("评估方\n\n 购买方 ", "@", many).text == "evaluator\npurchaser"


@pytest.mark.parametrize(
    ("text", "tidy"),
    [("　甲", "甲"), ("甲　乙", "甲乙"), ("甲\u200b乙", "甲乙"), ("A　B", "A　B"), (" a \n b ", "a\nb")],
)
def test_spaces_no_reader_means_are_dropped(text: str, tidy: str):
    assert trimmed(text) == tidy
