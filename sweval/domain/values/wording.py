"""Stops at the end of a text, for use inside a sentence or at its end."""

from __future__ import annotations


def without_stop(text: str | None) -> str:
    """The text without stops at its end; empty for ``None``.

    >>> without_stop("已补正。"), without_stop(None)
    ('已补正', '')
    """
    return (text or "").rstrip("。；，、 ")


def with_stop(text: str) -> str:
    """The text with one full stop at its end.

    >>> with_stop("已补正；")
    '已补正。'
    """
    return without_stop(text) + "。"
