"""The files of the templates' folder, among them the style sheet, and text inside CSS."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"


@lru_cache
def asset(name: str) -> str:
    """The text of a file in the templates' folder, read once a process."""
    return (TEMPLATES / "sweval" / name).read_text(encoding="utf-8")


def css_string(text: str) -> str:
    """Text as the inside of a quoted CSS string: everything but letters and digits escaped."""
    return "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in text)
