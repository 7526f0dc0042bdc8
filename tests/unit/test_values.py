"""How a cell's text becomes a value, within what limits; and how a fault reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.domain.values.faults import Fault, Refused, shorten
from sweval.domain.values.row import Cell
from sweval.domain.values.types import (
    are_identifiers,
    check_identifier,
    check_rate,
    parse_count,
    parse_day,
    parse_flag,
    parse_month,
    parse_number,
)
from tests.build import scored

READ: list[tuple[Callable[[Any], Any], Any, Any]] = [
    (parse_number, "14.450", Decimal("14.450")),
    (parse_number, "-3", Decimal(-3)),
    (parse_number, "999999999999.123456", Decimal("999999999999.123456")),
    (parse_number, Decimal("9.464"), Decimal("9.464")),
    (parse_count, "007", 7),
    (parse_count, "-1", -1),
    (parse_count, 12, 12),
    (parse_day, "2024-02-29", date(2024, 2, 29)),
    (parse_day, date(2024, 2, 28), date(2024, 2, 28)),
    (parse_day, "1900-01-01", date(1900, 1, 1)),
    (parse_day, "2200-12-31", date(2200, 12, 31)),
    (parse_month, "2024-01", "2024-01"),
    (parse_month, "2023-12", "2023-12"),
    (parse_flag, "是", True),
    (parse_flag, "yes", True),
    (parse_flag, "true", True),
    (parse_flag, "否", False),
    (parse_flag, "no", False),
    (parse_flag, "false", False),
    (parse_flag, True, True),
    (check_identifier, "shiqi-2024_midterm", "shiqi-2024_midterm"),
    (check_identifier, "007", "007"),
    (check_identifier, "a" * 64, "a" * 64),
    (check_identifier, "console", "console"),
    (check_rate, "51.00%", "51.00%"),
    (check_rate, "90%", "90%"),
    (check_rate, "500.8100%", "500.8100%"),
]


@pytest.mark.parametrize(("read", "text", "value"), READ)
def test_a_plain_value_is_read(read: Callable[[Any], Any], text: Any, value: Any) -> None:
    found = read(text)
    assert found == value
    assert str(found) == str(value)  # 14.450 stays 14.450


IDENTIFIER = "不是编号，编号只用小写字母、数字、- 和 _，以字母或数字开头，最长64个字符"
REFUSED: list[tuple[Callable[[Any], Any], list[Any], str]] = [
    (
        parse_number,
        [
            "",
            " 1",
            "1 ",
            "1\n",
            "+1",
            "--1",
            "1.",
            ".5",
            "1e3",
            "1,000",
            "1_000",
            "１４",
            "٣",
            "nan",
            "inf",
            "1" * 13,
        ],
        "不是数字，请只填阿拉伯数字和小数点，如 14.45",
    ),
    (parse_number, ["1.1234567", 14.45, True, None], "不是数字，请只填阿拉伯数字和小数点，如 14.45"),
    (parse_number, [Decimal("NaN"), Decimal("Infinity")], "不是有限的数"),
    (parse_count, ["", "1.0", "1e3", "１", "1" * 13, True, 1.0, None], "不是整数，请只填阿拉伯数字"),
    (
        parse_day,
        ["2024-2-28", "2024/02/28", "2024年2月28日", "20240228", "45350", "", None, "2024-02-28\n"],
        "不是日期，请写成 2024-02-28 的形式",
    ),
    (parse_day, ["1899-12-31", "2201-01-01", "9999-12-31"], "年份超出合理范围，请检查年份"),
    (parse_day, ["2023-02-29", "2024-13-01", "2024-00-10"], "历法上没有这一天，请检查年月日"),
    (
        parse_month,
        ["2024-00", "2024-13", "2024-1", "2024-01-01", "2024年1月", None],
        "不是年月，请写成 2024-01 的形式",
    ),
    (parse_flag, ["", "对", "Yes", "1", 1, None], "不是“是”或“否”，请填“是”或“否”"),
    (
        check_identifier,
        ["", "A1", "-a", "_a", "a b", "a/b", "../a", "a.b", "片区一", "a" * 65, "a\n", None],
        IDENTIFIER,
    ),
    (check_identifier, ["con", "prn", "aux", "nul", "com1", "lpt9"], IDENTIFIER),
    (
        check_rate,
        ["51.00", "51.00 %", "51.00％", "-5%", "0.51", "51.%", "123456%", "1.12345%", 51, None],
        "不是百分比，请照原样填写，如 51.00%",
    ),
]
CASES = [
    pytest.param(read, text, words, id=f"{read.__name__}-{text!r}")
    for read, texts, words in REFUSED
    for text in texts
]


@pytest.mark.parametrize(("read", "text", "words"), CASES)
def test_anything_else_is_refused_in_words(read: Callable[[Any], Any], text: Any, words: str) -> None:
    with pytest.raises(ValueError) as refused:
        read(text)
    assert str(refused.value) == words


# --- faults -----------------------------------------------------------------------------------------

FAULTS = [
    (
        Fault("scores.csv", 6, "score", "二十", "不是数字", "请填数字"),
        "scores.csv 第6行 “score”：不是数字（现为“二十”） → 请填数字",
    ),
    (Fault("scores.csv", problem="缺少必需的文件"), "scores.csv：缺少必需的文件"),
    (Fault("station.yaml", 3, problem="没有这一项"), "station.yaml 第3行：没有这一项"),
]


@pytest.mark.parametrize(("fault", "text"), FAULTS)
def test_a_fault_says_where_what_and_how_to_mend_it(fault: Fault, text: str) -> None:
    assert str(fault) == text


def test_a_long_value_is_cut_and_a_control_character_shown() -> None:
    assert shorten("一" * 60) == "一" * 60
    assert shorten("一" * 61) == "一" * 59 + "…"
    assert shorten("a\x1b[31m") == "a⟦U+001B⟧[31m"


def test_a_refusal_lists_every_fault_once_in_the_order_of_files_and_lines() -> None:
    late, early = Fault("scores.csv", 10, problem="乙"), Fault("scores.csv", 9, problem="甲")
    refusal = Refused([late, early, late])
    assert refusal.faults == (early, late)
    lines = str(refusal).splitlines()
    assert lines == [
        "数据有 2 处问题，未生成任何文件：",
        "   1. scores.csv 第9行：甲",
        "   2. scores.csv 第10行：乙",
    ]
    assert refusal._render_traceback_() == [str(refusal)]  # what a notebook shows instead of a traceback


# --- cells ------------------------------------------------------------------------------------------


def test_a_row_knows_the_place_of_its_values() -> None:
    cell = scored("monitoring", "9").cell("score")
    assert cell == Cell("scores.csv", 2, "score")
    assert str(cell) == "scores.csv 第2行 score"


def test_a_value_of_the_profile_has_no_row() -> None:
    assert str(Cell("station.yaml", 0, "contract.end")) == "station.yaml contract.end"


def test_a_column_that_a_row_does_not_have_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="mood"):
        scored("monitoring", "9").cell("mood")


def passes(text: str) -> bool:
    try:
        check_identifier(text)
    except ValueError:
        return False
    return True


IDENTIFIER_LIKE = st.text(st.sampled_from("a9-_\n A片"), max_size=5) | st.sampled_from(
    ["con", "aux", "a" * 64, "a" * 65]
)


@given(st.sets(IDENTIFIER_LIKE, max_size=4))
def test_many_identifiers_are_judged_as_each_of_them_is(texts: set[str]):
    assert are_identifiers(texts) == all(map(passes, texts))
