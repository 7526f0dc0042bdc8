"""Invented names: every town is 示例…, so that none is taken for a real one."""

from __future__ import annotations

from typing import Final

STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
KINDS: Final = ("镇", "街道", "乡")
ORDER: Final = "一二三四五六七八九十"


def town(number: int) -> str:
    """The name of a town, another for each number from 0 to some thousands."""
    stem = STEMS[number % 10]
    rest = number // 10
    branch = BRANCHES[(rest - 1) % 12] if rest else ""
    turn = (rest - 1) // 12 if rest else 0
    kind = KINDS[turn % 3]
    return f"示例{stem}{branch}{ORDER[turn // 3 - 1] if turn >= 3 else ''}{kind}"


def village(area: int, number: int) -> str:
    """A village of an area, both from 1."""
    return f"示例{STEMS[(area - 1) % 10]}{ORDER[(number - 1) % 10]}村"
