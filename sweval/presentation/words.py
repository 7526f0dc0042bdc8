"""Sentences and paragraphs; a sentence prints a figure only by citing it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from sweval.blocks import Cite, Paragraph, Sentence
from sweval.presentation.citations import cite
from sweval.record.figures import Figure

SLOT: Final = re.compile(r"\{(\w+)(\.value)?\}")


def sentence(template: str, **parts: Figure | Sentence | str) -> Sentence:
    """A sentence with figures in its slots: ``{total}`` prints value and unit, ``{total.value}`` no unit.

    A part that is a sentence adds its citations; a part that is text is inserted literally, never as a template.
    Raises ``ValueError`` for a missing figure or for a part without a slot, ``KeyError`` for a slot without a part.
    """
    cites: list[Cite] = []

    def fill(slot: re.Match[str]) -> str:
        part = parts[slot[1]]
        if isinstance(part, str):
            return part
        if isinstance(part, Sentence):
            cites.extend(part.cites)
            return part.text
        if part.missing:
            raise ValueError(f"{part.id} was not provided and can't be printed")
        cites.append(cite(part))
        return part.value if slot[2] else part.text

    text = SLOT.sub(fill, template)
    unused = set(parts) - {match[1] for match in SLOT.finditer(template)}
    if unused:
        raise ValueError(f"no slot for {sorted(unused)} in {template!r}")
    return Sentence(text, tuple(cites))


def named(name: str, figure: Figure) -> Sentence:
    """A name followed by its figure: 服务质量4.76分."""
    return sentence("{name}{figure}", name=name, figure=figure)


def clauses(
    parts: Iterable[Sentence | str], between: str = "、", end: str = "", lead: Sentence | str = ""
) -> Sentence:
    """Clauses joined into one sentence with all their citations; ``lead`` comes before the first clause."""
    lead, *rest = (Sentence(part) if isinstance(part, str) else part for part in (lead, *parts))
    text = lead.text + between.join(part.text for part in rest) + end
    return Sentence(text, tuple(cite for part in (lead, *rest) for cite in part.cites))


def paragraph(
    *sentences: Sentence | str, role: Literal["body", "note", "status", "sign"] = "body", fixed: bool = False
) -> Paragraph:
    """A paragraph; plain text becomes a sentence without citations."""
    cited = (Sentence(part) if isinstance(part, str) else part for part in sentences)
    return Paragraph(tuple(cited), role, fixed=fixed)


def listed(names: Iterable[str]) -> str:
    """Names joined into a list: ``甲、乙和丙``."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return "、".join(names[:-1]) + "和" + names[-1]


DIGITS: Final = "〇一二三四五六七八九十"


def chinese_number(number: int) -> str:
    """A counting number below 100 as headings write it.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 0 < number < 100:
        raise ValueError(f"{number} is not between 1 and 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")
