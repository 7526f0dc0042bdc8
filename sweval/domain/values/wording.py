"""Texts as people write them, made ready to stand inside a sentence or at its end."""

from __future__ import annotations


def without_stop(text: str | None) -> str:
    """Without the full stop at its end.

    >>> without_stop("已补正。"), without_stop(None)
    ('已补正', '')
    """
    return (text or "").rstrip("。；，、 ")


def with_stop(text: str) -> str:
    """Ended with exactly one full stop.

    >>> with_stop("已补正；")
    '已补正。'
    """
    return without_stop(text) + "。"
