"""JSON files in the folders of reports, where anybody may have written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_json(path: Path) -> Any:
    """What stands in the file. Raises ``OSError`` where it can't be read, ``ValueError`` where it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested beyond reading") from None
