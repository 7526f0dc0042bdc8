"""Texts that a spreadsheet would take for a formula: written so that it doesn't, and read back as they were."""

from __future__ import annotations

import re
from typing import Final

FORMULA: Final = re.compile(r"'*[=+@\-\t\r].", re.DOTALL)
NUMBER: Final = re.compile(r"-?[0-9.]+")


def neutral(text: str) -> str:
    """A text like a formula with an apostrophe before it; a number, or any other text, as it is.

    >>> neutral("=1+1"), neutral("-2.5"), neutral("=")
    ("'=1+1", '-2.5', '=')
    """
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def restored(text: str) -> str:
    """The text that :func:`neutral` was given.

    >>> restored("'=1+1"), restored("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
