"""Editions (稿): who a report is for, and so what it may hold."""

from __future__ import annotations

from typing import Final, Literal

Edition = Literal["working", "official", "public"]
EDITIONS: Final[dict[Edition, str]] = {"working": "工作底稿", "official": "送三方稿", "public": "公示稿"}
ALL: Final[tuple[Edition, ...]] = ("working", "official", "public")
NOT_PUBLIC: Final[tuple[Edition, ...]] = ("working", "official")
WORKING: Final[tuple[Edition, ...]] = ("working",)
