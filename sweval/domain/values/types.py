"""Value types shared by rows and rules: how a cell's text becomes a value, and within which limits.

Numbers are read as text and become :class:`~decimal.Decimal`, never binary floats. Validators raise ``ValueError``
with a Chinese message, which a loader turns into a fault.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, ClassVar, Final

from pydantic import BeforeValidator, Field, WithJsonSchema

# The only notation of a number in the input: at most 12 digits and 6 decimals, no exponent. Excludes nan, inf, 1e400,
# １４ and 1_000.
PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
WHOLE_NUMBER: Final = re.compile(r"-?[0-9]{1,12}", re.ASCII)
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
RATE: Final = re.compile(r"[0-9]{1,5}(\.[0-9]{1,4})?%", re.ASCII)
IDENTIFIER: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)
IDENTIFIERS: Final = re.compile(rf"(?:{IDENTIFIER.pattern}\n)*", re.ASCII)
# Beyond any assessment, and far enough within Python's calendar that adding years to a day can't fail.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
WINDOWS_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)


class FromFile:
    """The base of every dataclass that is read from a file: an unknown key is refused."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}


def parse_number(value: object) -> Decimal:
    """Read a plain decimal number from text.

    >>> parse_number("14.450")
    Decimal('14.450')
    """
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("不是有限的数")
        return value
    number = _plain_number(value) if isinstance(value, str) else None
    if number is not None:
        return number
    raise ValueError("不是数字，请只填阿拉伯数字和小数点，如 14.45")


# Tables repeat a few texts thousands of times.
@lru_cache(maxsize=4096)
def _plain_number(text: str) -> Decimal | None:
    return Decimal(text) if PLAIN_NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _is_identifier(text: str) -> bool:
    return bool(IDENTIFIER.fullmatch(text)) and text not in WINDOWS_RESERVED


def parse_count(value: object) -> int:
    """Read a whole number from text (or an int that is already one)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
        return int(value)
    raise ValueError("不是整数，请只填阿拉伯数字")


def parse_day(value: object) -> date:
    """Read a day written as YYYY-MM-DD."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValueError("历法上没有这一天，请检查年月日") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError("年份超出合理范围，请检查年份")
        return day
    raise ValueError("不是日期，请写成 2024-02-28 的形式")


def parse_month(value: object) -> str:
    """Check a month written as YYYY-MM; it stays text, because it is no day."""
    if isinstance(value, str) and MONTH.fullmatch(value):
        return value
    raise ValueError("不是年月，请写成 2024-01 的形式")


def parse_flag(value: object) -> bool:
    """Read 是/否 (or yes/no, true/false) as a truth value."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value in ("是", "yes", "true"):
            return True
        if value in ("否", "no", "false"):
            return False
    raise ValueError("不是“是”或“否”，请填“是”或“否”")


def check_identifier(value: object) -> str:
    """Check an identifier: what may become a file name on any system."""
    if isinstance(value, str) and _is_identifier(value):
        return value
    raise ValueError("不是编号，编号只用小写字母、数字、- 和 _，以字母或数字开头，最长64个字符")


def are_identifiers(texts: Collection[str]) -> bool:
    """Whether all of these pass :func:`check_identifier`, in a third of its time."""
    joined = "\n".join((*texts, ""))
    return (
        bool(IDENTIFIERS.fullmatch(joined))
        and joined.count("\n") == len(texts)
        and WINDOWS_RESERVED.isdisjoint(texts)
    )


def check_rate(value: object) -> str:
    """Check a printed percentage such as ``51.00%``; it stays text, since only text keeps trailing zeros."""
    if isinstance(value, str) and RATE.fullmatch(value):
        return value
    raise ValueError("不是百分比，请照原样填写，如 51.00%")


# JSON Schemas for editors, which see YAML's numbers as numbers.
_NUMBER: Final = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}]
}
_AMOUNT: Final = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,6})?$"},
    ]
}
_COUNT: Final = {
    "anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^[0-9]{1,12}$"}]
}
_POSITIVE: Final = {
    "anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^0*[1-9][0-9]{0,11}$"}]
}
_FLAG: Final = {"enum": ["是", "否", "yes", "no", "true", "false", True, False]}
_IDENTIFIER: Final = {"type": ["string", "integer"], "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"}
_TEXT: Final = {"type": ["string", "number"], "minLength": 1, "pattern": r"\S"}

Number = Annotated[Decimal, BeforeValidator(parse_number), WithJsonSchema(_NUMBER)]
Amount = Annotated[Decimal, BeforeValidator(parse_number), Field(ge=0), WithJsonSchema(_AMOUNT)]
Count = Annotated[int, BeforeValidator(parse_count), Field(ge=0), WithJsonSchema(_COUNT)]
Positive = Annotated[int, BeforeValidator(parse_count), Field(ge=1), WithJsonSchema(_POSITIVE)]
Day = Annotated[date, BeforeValidator(parse_day)]
Month = Annotated[str, BeforeValidator(parse_month)]
Flag = Annotated[bool, BeforeValidator(parse_flag), WithJsonSchema(_FLAG)]
Identifier = Annotated[str, BeforeValidator(check_identifier), WithJsonSchema(_IDENTIFIER)]
PrintedRate = Annotated[str, BeforeValidator(check_rate)]
# Spaces alone count as empty.

Text = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S"), WithJsonSchema(_TEXT)]
