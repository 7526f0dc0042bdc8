"""Personal data that must not stand in a report: numbers of identity cards, telephones and bank cards.

Each is known by its own check, so that a sum of money or a document number isn't taken for one. Digits that
touch letters are part of a code or a digest and don't count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

#: People write long numbers in groups.
_GAP: Final = r"[ \-]?"
_DIGITS: Final = re.compile(
    rf"(?<![0-9A-Za-z.])[0-9](?:{_GAP}[0-9]){{9,18}}(?:{_GAP}[Xx])?(?![0-9A-Za-z]|\.[0-9])"
)
#: Most texts hold no long number at all.
_MAYBE: Final = re.compile(r"[0-9０-９](?:[ \-]?[0-9０-９]){9}")
_MOBILE: Final = re.compile(r"(?:86)?1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")
_IDENTITY: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CARD: Final = re.compile(r"(?:62|4|5[1-5]|9)[0-9]{14,18}")
#: GB 11643-1999: the weight of each digit, and the check character for the remainder.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


@dataclass(frozen=True)
class Personal:
    """A number that is somebody's. ``masked`` can be shown without giving it away."""

    kind: str
    masked: str
    start: int


def personal(text: str) -> Iterator[Personal]:
    """Every number in a text that is an identity card's, a telephone's or a bank card's.

    >>> [found.kind for found in personal("电话13800138000，证号11010519491231002X，合同额2400000元")]
    ['手机号码', '身份证号']
    """
    if not _MAYBE.search(text):
        return
    # Full-width digits are digits to a reader; the places of characters stay what they were.
    narrow = "".join(
        unicodedata.normalize("NFKC", c) if len(unicodedata.normalize("NFKC", c)) == 1 else c for c in text
    )
    for match in _DIGITS.finditer(narrow):
        number = re.sub(r"[ \-]", "", match[0]).upper()
        if kind := _kind(number):
            yield Personal(kind, f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}", match.start())


def _kind(number: str) -> str:
    if _IDENTITY.fullmatch(number) and _is_identity(number):
        return "身份证号"
    if _MOBILE.fullmatch(number):
        return "手机号码"
    if _LANDLINE.fullmatch(number):
        return "固定电话号码"
    if _CARD.fullmatch(number) and _luhn(number):
        return "银行卡号"
    return ""


def _is_identity(number: str) -> bool:
    """A birthday that is one, and the check character (GB 11643-1999)."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17] == _CHECKS[total % 11]


def _luhn(number: str) -> bool:
    """ISO/IEC 7812: from the right, every second digit doubled, the digits of all add up to a multiple of 10."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


#: The commonest surnames, of one and two characters.
SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏锺汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
) | {"欧阳", "司徒", "上官", "司马", "诸葛"}
#: What people are called by what they do; a surname begins some of them.
POSTS: Final = frozenset("长员任家师工士管导理人师")


def like_a_name(text: str) -> bool:
    """Whether a text is two or three characters that begin with a surname and name no post.

    >>> like_a_name("王小明"), like_a_name("站长"), like_a_name("高级社工师")
    (True, False, False)
    """
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text) or text[-1] in POSTS:
        return False
    return (text[:2] in SURNAMES and len(text) > 2) or (text[0] in SURNAMES and len(text) < 4)
