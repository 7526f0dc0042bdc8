"""One cell: from a spreadsheet's value to the text that is stored, or to its fault.

A harmless slip is corrected and noted; an ambiguous value is refused.
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

#: Spaces of all sorts, and characters of no width.
SPACES: Final = "\u0020\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff\u200b"
#: What :func:`trimmed` changes; without it a text is left as it is.
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
#: Serial numbers from 1982 to 2119; another number in a column of days is no date.
SERIALS: Final = range(30_000, 80_000)
TICKS: Final = {"√": "是", "✓": "是", "✔": "是", "×": "否", "✗": "否", "✘": "否"}
#: The most decimal places of a number.
PLACES: Final = 6
#: The most choices listed in a fault.
LISTED: Final = 12


@dataclass(frozen=True)
class StoredText:
    """A cell as it is stored. ``changed`` describes the correction, empty where there is none."""

    text: str
    changed: str = ""


class WrongCell(ValueError):
    """A cell that can't be stored: the problem, and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}，{remedy}")


def stored_text(value: object, number_format: str, field: Field) -> StoredText:
    """The text stored for a cell's value. Raises :class:`WrongCell`."""
    if value is None:
        return StoredText("")
    if isinstance(value, bool):
        return _flag(value, field)
    if isinstance(value, (datetime, date)):
        return _from_day(value, field)
    if isinstance(value, (time, timedelta)):
        raise WrongCell("是一个时刻，不是所要的内容", "请把单元格格式改为常规或文本后重填")
    if isinstance(value, (int, float)):
        return _from_number(value, number_format, field)
    return _from_text(str(value), field)


def _flag(value: bool, field: Field) -> StoredText:
    if field.kind == "flag":
        return StoredText("是" if value else "否", "逻辑值改为是、否")
    raise WrongCell("是逻辑值 TRUE 或 FALSE", "请重填")


def _from_day(value: datetime | date, field: Field) -> StoredText:
    day = value.date() if isinstance(value, datetime) else value
    if isinstance(value, datetime) and value.time() != time(0):
        raise WrongCell("日期带有时刻", "请只填日期")
    if field.kind == "day":
        return StoredText(day.isoformat())
    if field.kind == "month":
        if day.day == 1:
            return StoredText(f"{day:%Y-%m}", "日期改为年月")
        raise WrongCell("是日期，不是年月", f"请填 {day:%Y-%m}")
    raise WrongCell("是日期，不是所要的内容", "请把单元格格式改为常规或文本后重填")


def _from_number(value: float, number_format: str, field: Field) -> StoredText:
    exact = _exact(value)
    if field.kind == "day":
        if isinstance(value, int) or value.is_integer():
            number = int(value)
            if number in SERIALS:
                return StoredText((EPOCH + timedelta(days=number)).isoformat(), "日期序号改为日期")
        raise WrongCell("不是日期", "请填日期，如 2024-02-28")
    if field.kind in NUMBERS:
        return StoredText(_as_shown(exact, number_format, field.kind))
    if field.kind == "flag" and value in (0, 1):
        return StoredText("是" if value else "否", "1、0改为是、否")
    if match := PERCENT.fullmatch(number_format):
        places = len(match[1] or "")
        shown = (exact * 100).quantize(Decimal(1).scaleb(-places))
        if shown != exact * 100:
            raise WrongCell(f"显示为{shown}%，实际多出尾数", "请照原样以文本填写")
        return StoredText(f"{shown}%", "" if field.kind == "rate" else "百分比照所显示的抄写")
    if field.kind == "rate":
        raise WrongCell("是数，不是百分比", "请照原样填写，如 51.00%")
    return StoredText(_as_shown(exact, number_format, "number"))


def _exact(value: float) -> Decimal:
    """The number a spreadsheet shows: of a binary float at most fifteen digits."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def _as_shown(exact: Decimal, number_format: str, kind: Kind) -> str:
    """A number with the decimals of its format, where that is exact; else with its own."""
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


def _from_text(text: str, field: Field) -> StoredText:
    tidy = trimmed(text)
    changed = "去掉多余的空格" if tidy != text.replace("\r\n", "\n").replace("_x000D_", "") else ""
    if not tidy:
        return StoredText("", changed)
    if field.many:
        parts = [field.stored(part.strip(SPACES)) for part in tidy.split("\n") if part.strip(SPACES)]
        return StoredText("\n".join(parts), changed)
    if field.choices:
        return StoredText(_chosen(tidy, field), changed)
    if field.kind in ("day", "month"):
        return _written_day(tidy, field.kind, changed)
    if field.kind == "flag" and tidy in TICKS:
        return StoredText(TICKS[tidy], "√、×改为是、否")
    if field.kind in (*NUMBERS, "rate", "identifier"):
        return _narrow(tidy, field.kind, changed)
    return StoredText(tidy, changed)


def trimmed(text: str) -> str:
    """A text without spaces at its ends or the ends of its lines, and without spaces between Chinese characters.

    >>> trimmed("　石　碁镇 ")
    '石碁镇'
    """
    if not UNTIDY.search(text):
        return text
    lines = text.replace("\r\n", "\n").replace("_x000D_", "").replace("\r", "\n").split("\n")
    tidy = "\n".join(line.strip(SPACES + "\t") for line in lines).strip("\n")
    return INNER.sub("", tidy)


def comparable(text: str) -> str:
    """A name for comparison: width, case and spaces don't count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _chosen(text: str, field: Field) -> str:
    """The code of a choice, by its name or its code."""
    if text in field.choices:
        return field.choices[text]
    if text in field.choices.values():
        return text
    by_name = {comparable(shown): stored for shown, stored in field.choices.items()}
    if comparable(text) not in by_name:
        shown = [*field.choices]
        more = "等" if len(shown) > LISTED else ""
        raise WrongCell("不是可选的值", f"可填：{'、'.join(shown[:LISTED])}{more}")
    return by_name[comparable(text)]


def _written_day(text: str, kind: Kind, changed: str) -> StoredText:
    wide = unicodedata.normalize("NFKC", text)
    pattern = WRITTEN_DAY if kind == "day" else WRITTEN_MONTH
    match = pattern.fullmatch(wide)
    if not match:
        return StoredText(text, changed)
    shown = "-".join(part.zfill(2) for part in match.groups())
    return StoredText(
        shown, changed if shown == text else "日期写法改为年-月-日" if kind == "day" else "改为年-月"
    )


def _narrow(text: str, kind: Kind, changed: str) -> StoredText:
    """The text with half-width digits and signs, of a number without separators of thousands."""
    wide = unicodedata.normalize("NFKC", text) if re.search(r"[０-９．％，－＋]", text) else text
    changed = "全角改为半角" if wide != text else changed
    if kind in NUMBERS and THOUSANDS.fullmatch(wide):
        return StoredText(re.sub(r"[,，]", "", wide), "去掉千分位逗号")
    return StoredText(wide, changed)
