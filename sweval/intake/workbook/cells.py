"""One cell: from what a spreadsheet holds to the text that is stored, or to what is wrong with it.

What is harmless is put right and said; what could mean two things is refused.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from sweval.domain.station.dictionary import NUMBERS, Kind
from sweval.intake.workbook.layout import Field

#: Spaces of all sorts, and marks of no width.
SPACES: Final = "\u0020\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff\u200b"
#: Whatever :func:`tidied` may have to do with.
UNTIDY: Final = re.compile(rf"[{SPACES}\t\r\n]|_x000D_")
#: Wide and invisible spaces between Chinese characters.
INNER: Final = re.compile(r"(?<=[\u3400-\u9fff])[\u3000\u00a0\ufeff\u200b]+(?=[\u3400-\u9fff])")
THOUSANDS: Final = re.compile(r"-?[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?")
FIXED: Final = re.compile(r"0(?:\.(0+))?(?:_ )?")
PERCENT: Final = re.compile(r"0(?:\.(0+))?%")
WRITTEN_DAY: Final = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
WRITTEN_MONTH: Final = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*月?")
#: Excel's day 0 as it counts after February 1900.
EPOCH: Final = date(1899, 12, 30)
#: Serial numbers from 1982 to 2119: what else stands in a column of days is no date.
SERIALS: Final = range(30_000, 80_000)
TICKS: Final = {"√": "是", "✓": "是", "✔": "是", "×": "否", "✗": "否", "✘": "否"}
PLACES: Final = 6
#: So many choices are named in a fault.
LISTED: Final = 12


@dataclass(frozen=True)
class Taken:
    """A cell as it is stored. ``changed`` says what was put right; empty where it was right as it stood."""

    text: str
    changed: str = ""


class WrongCell(ValueError):
    """A cell that can't be taken: the problem, and after it the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}，{remedy}")


def take(value: object, number_format: str, field: Field) -> Taken:
    """What is stored for a cell's value. Raises :class:`WrongCell`."""
    if value is None:
        return Taken("")
    if isinstance(value, bool):
        return _flag(value, field)
    if isinstance(value, (datetime, date)):
        return _from_day(value, field)
    if isinstance(value, (time, timedelta)):
        raise WrongCell("是一个时刻，不是所要的内容", "请把单元格格式改为常规或文本后重填")
    if isinstance(value, (int, float)):
        return _from_number(value, number_format, field)
    return _from_text(str(value), field)


def _flag(value: bool, field: Field) -> Taken:
    if field.kind == "flag":
        return Taken("是" if value else "否", "逻辑值改为是、否")
    raise WrongCell("是逻辑值 TRUE 或 FALSE", "请重填")


def _from_day(value: datetime | date, field: Field) -> Taken:
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(value, datetime) and value.time() != time(0):
        raise WrongCell("日期带有时刻", "请只填日期")
    if field.kind == "day":
        return Taken(day.isoformat())
    if field.kind == "month":
        if day.day == 1:
            return Taken(f"{day:%Y-%m}", "日期改为年月")
        raise WrongCell("是日期，不是年月", f"请填 {day:%Y-%m}")
    raise WrongCell("是日期，不是所要的内容", "请把单元格格式改为常规或文本后重填")


def _from_number(value: float, number_format: str, field: Field) -> Taken:
    exact = _exact(value)
    if field.kind == "day":
        if isinstance(value, int) or value.is_integer():
            number = int(value)
            if number in SERIALS:
                return Taken((EPOCH + timedelta(days=number)).isoformat(), "日期序号改为日期")
        raise WrongCell("不是日期", "请填日期，如 2024-02-28")
    if field.kind in NUMBERS:
        return Taken(_as_shown(exact, number_format, field.kind))
    if field.kind == "flag" and value in (0, 1):
        return Taken("是" if value else "否", "1、0改为是、否")
    if match := PERCENT.fullmatch(number_format):
        places = len(match[1] or "")
        shown = (exact * 100).quantize(Decimal(1).scaleb(-places))
        if shown != exact * 100:
            raise WrongCell(f"显示为{shown}%，实际多出尾数", "请照原样以文本填写")
        return Taken(f"{shown}%", "" if field.kind == "rate" else "百分比照所显示的抄写")
    if field.kind == "rate":
        raise WrongCell("是数，不是百分比", "请照原样填写，如 51.00%")
    return Taken(_as_shown(exact, number_format, "number"))


def _exact(value: float) -> Decimal:
    """The number a spreadsheet means: of a binary float the fifteen digits it shows at most."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _as_shown(exact: Decimal, number_format: str, kind: Kind) -> str:
    """A number with the decimals its format shows, where that loses nothing; else as it is."""
    plain = f"{exact.normalize():f}"
    if kind == "count" and exact != exact.to_integral_value():
        raise WrongCell("不是整数", "请填整数")
    if -exact.normalize().as_tuple().exponent > PLACES:  # type: ignore[operator]
        raise WrongCell(f"小数超过{PLACES}位", f"请四舍五入到{PLACES}位以内")
    match = FIXED.fullmatch(number_format)
    if match:
        shown = exact.quantize(Decimal(1).scaleb(-min(len(match[1] or ""), PLACES)))
        if shown == exact:
            return f"{shown:f}"
    return plain


def _from_text(text: str, field: Field) -> Taken:
    tidy = tidied(text)
    told = "去掉多余的空格" if tidy != text.replace("\r\n", "\n").replace("_x000D_", "") else ""
    if not tidy:
        return Taken("", told)
    if field.many:
        parts = [field.stored(part.strip(SPACES)) for part in tidy.split("\n") if part.strip(SPACES)]
        return Taken("\n".join(parts), told)
    if field.choices:
        return Taken(_chosen(tidy, field), told)
    if field.kind in ("day", "month"):
        return _written_day(tidy, field.kind, told)
    if field.kind == "flag" and tidy in TICKS:
        return Taken(TICKS[tidy], "√、×改为是、否")
    if field.kind in (*NUMBERS, "rate", "identifier"):
        return _narrow(tidy, field.kind, told)
    return Taken(tidy, told)


def tidied(text: str) -> str:
    """A text without spaces at its ends or the ends of its lines, and without spaces between Chinese characters.

    >>> tidied("　石　碁镇 ")
    '石碁镇'
    """
    if not UNTIDY.search(text):
        return text
    lines = text.replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n").split("\n")
    tidy = "\n".join(line.strip(SPACES + "\t") for line in lines).strip("\n")
    return INNER.sub("", tidy)


def same(text: str) -> str:
    """A name as names are compared: width, case and spaces apart."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _chosen(text: str, field: Field) -> str:
    """The code of a choice, by its name or its code."""
    if text in field.choices:
        return field.choices[text]
    if text in field.choices.values():
        return text
    alike = {same(shown): stored for shown, stored in field.choices.items()}
    if same(text) not in alike:
        shown = [*field.choices]
        more = "等" if len(shown) > LISTED else ""
        raise WrongCell("不是可选的值", f"可填：{'、'.join(shown[:LISTED])}{more}")
    return alike[same(text)]


def _written_day(text: str, kind: Kind, told: str) -> Taken:
    wide = unicodedata.normalize("NFKC", text)
    pattern = WRITTEN_DAY if kind == "day" else WRITTEN_MONTH
    match = pattern.fullmatch(wide)
    if not match:
        return Taken(text, told)
    shown = "-".join(part.zfill(2) for part in match.groups())
    return Taken(shown, told if shown == text else "日期写法改为年-月-日" if kind == "day" else "改为年-月")


def _narrow(text: str, kind: Kind, told: str) -> Taken:
    """Full-width digits and signs narrow, separators of thousands dropped."""
    wide = unicodedata.normalize("NFKC", text) if re.search(r"[０-９．％，－＋]", text) else text
    told = "全角改为半角" if wide != text else told
    if kind in NUMBERS and THOUSANDS.fullmatch(wide):
        return Taken(re.sub(r"[,，]", "", wide), "去掉千分位逗号")
    return Taken(wide, told)
