"""Records read back from files."""

from __future__ import annotations

import json
from typing import Any

from sweval.record.figures import VERSION

Form = dict[str, Any]


def read_record(text: str) -> Form:
    """The record in JSON text (``docs/record.md``).

    Raises ``ValueError``, in Chinese, for what is no record and for another version.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("不是 JSON") from None
    version = record.get("version") if isinstance(record, dict) else None
    if not isinstance(version, str) or not isinstance(record.get("figures"), list):
        raise ValueError("不是评估记录")
    if version != VERSION:
        raise ValueError(f"记录的版本为 {version}，本程序只认 {VERSION}，请用同一版本的程序重新生成")
    return dict(record)
