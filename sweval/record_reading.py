"""Records read back from files: of any version there has been, brought up to today's form."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from sweval.record import VERSION

Form = dict[str, Any]


def read_record(text: str) -> Form:
    """The record in JSON text, in today's form (``docs/record.md``).

    Raises ``ValueError``, in Chinese, for what is no record and for a version this program doesn't know.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("不是 JSON") from None
    version = record.get("version") if isinstance(record, dict) else None
    if not isinstance(version, str) or not isinstance(record.get("figures"), list):
        raise ValueError("不是评估记录")
    while version != VERSION:
        if version not in STEPS:
            raise ValueError(f"记录的版本为 {version}，本程序能读到 {VERSION}")
        record = STEPS[version](record)
        version = record["version"]
    return dict(record)


def _with_seed(record: Form) -> Form:
    """Version 1 began without the seed of its draws, when there was one for all."""
    figures = record["figures"]
    head = {key: value for key, value in record.items() if key != "figures"}
    return {"seed": "1", **head, "version": "sweval-record/2", "figures": figures}


#: For each earlier version the step to the next.
STEPS: Final[dict[str, Callable[[Form], Form]]] = {"sweval-record/1": _with_seed}
