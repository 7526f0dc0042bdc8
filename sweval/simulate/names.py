"""Invented names of towns and villages. All begin with 示例, so that none is mistaken for a real one."""

from __future__ import annotations

from typing import Final

STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
KINDS: Final = ("镇", "街道", "乡")
ORDER: Final = "一二三四五六七八九十"


def town(number: int) -> str:
    """The name of a town; distinct for each number from 0 to 35,999."""
    stem = STEMS[number % 10]
    rest = number // 10
    branch = BRANCHES[(rest - 1) % 12] if rest else ""
    turn = (rest - 1) // 12 if rest else 0
    kind = KINDS[turn % 3]
    return f"示例{stem}{branch}{numeral(turn // 3) if turn >= 3 else ''}{kind}"


def numeral(number: int) -> str:
    """A whole number from 1 to 99 in Chinese.

    >>> numeral(7), numeral(10), numeral(14), numeral(80), numeral(99)
    ('七', '十', '十四', '八十', '九十九')
    """
    tens, ones = divmod(number, 10)
    return (ORDER[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (ORDER[ones - 1] if ones else "")


def village(area: int, number: int) -> str:
    """A village of an area, both from 1."""
    return f"示例{STEMS[(area - 1) % 10]}{ORDER[(number - 1) % 10]}村"
