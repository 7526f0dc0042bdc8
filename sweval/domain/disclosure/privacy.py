"""Personal data that a report must not contain: numbers of identity cards, telephones and bank cards; names.

Numbers are verified by their check digits or prefixes, so that amounts and document numbers don't match. Digits next
to letters belong to a code or a digest and don't count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

#: Long numbers may be written in groups of digits.
_GAP: Final = r"[ \-]?"
_DIGITS: Final = re.compile(
    rf"(?<![0-9A-Za-z.])[0-9](?:{_GAP}[0-9]){{9,18}}(?:{_GAP}[Xx])?(?![0-9A-Za-z]|\.[0-9])"
)
#: A quick check: most texts contain no long number.
_MAYBE: Final = re.compile(r"[0-9０-９](?:[ \-]?[0-9０-９]){9}")
_MOBILE: Final = re.compile(r"(?:86)?1[3-9][0-9]{9}")
_LANDLINE: Final = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")
_IDENTITY: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_CARD: Final = re.compile(r"(?:62|4|5[1-5]|9)[0-9]{14,18}")
#: GB 11643-1999: the weight of each digit, and the check character for the remainder.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"


@dataclass(frozen=True)
class PersonalNumber:
    """A personal number found in a text; ``masked`` may be shown."""

    kind: str
    masked: str
    start: int


def personal_numbers(text: str) -> Iterator[PersonalNumber]:
    """The numbers of identity cards, telephones and bank cards in a text.

    >>> [found.kind for found in personal_numbers("电话13800138000，证号11010519491231002X，合同额2400000元")]
    ['手机号码', '身份证号']
    """
    if not _MAYBE.search(text):
        return
    # Full-width digits count as digits; the positions of characters don't change.
    narrow = "".join(
        unicodedata.normalize("NFKC", c) if len(unicodedata.normalize("NFKC", c)) == 1 else c for c in text
    )
    for match in _DIGITS.finditer(narrow):
        number = re.sub(r"[ \-]", "", match[0]).upper()
        if kind := _kind(number):
            yield PersonalNumber(kind, f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}", match.start())


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
    """Whether the birthday exists and the check character is right (GB 11643-1999)."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17] == _CHECKS[total % 11]


def _luhn(number: str) -> bool:
    """ISO/IEC 7812: with every second digit from the right doubled, the sum of all digits is a multiple of 10."""
    total = 0
    for position, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if position % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


#: The most common surnames, of one and two characters.
SURNAMES: Final = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏锺汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
) | {"欧阳", "司徒", "上官", "司马", "诸葛"}
#: The last characters of job titles, some of which begin with a surname.
POSTS: Final = frozenset("长员任家师工士管导理人师")


def looks_like_name(text: str) -> bool:
    """Whether a text of two to four characters begins with a surname and isn't a job title.

    >>> looks_like_name("王小明"), looks_like_name("站长"), looks_like_name("高级社工师")
    (True, False, False)
    """
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text) or text[-1] in POSTS:
        return False
    return (text[:2] in SURNAMES and len(text) > 2) or (text[0] in SURNAMES and len(text) < 4)
