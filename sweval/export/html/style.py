"""What stands beside the templates: the style sheet that all pages share, and the text it may hold."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

TEMPLATES: Final = Path(__file__).resolve().parents[1] / "templates"


@lru_cache
def asset(name: str) -> str:
    """The text of a file beside the templates, read once a process."""
    return (TEMPLATES / "sweval" / name).read_text(encoding="utf-8")


def style() -> str:
    """The style sheet."""
    return asset("style.css")


def css_string(text: str) -> str:
    """Text made safe inside a quoted CSS string: everything but letters and digits as an escape."""
    return "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in text)
