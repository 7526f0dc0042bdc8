"""How much is tried: a part of it in ``make test``, all of it in ``make check``.

What is left out of ``make test`` is chosen by a digest of its name, so that it is the same part in every run.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from typing import Any, Final

import pytest

#: Set by ``make check``.
THOROUGH: Final = bool(os.environ.get("SWEVAL_THOROUGH"))
#: One example in so many is tried by ``make test``.
OF: Final = 4


def examples(count: int) -> int:
    """How many examples hypothesis tries of ``count``."""
    return count if THOROUGH else max(10, count // OF)


def sampled(cases: Iterable[tuple[str, Any]], of: int = OF) -> list[Any]:
    """Cases by name as parameters: one in ``of`` for ``make test``, the others marked slow."""
    return [
        pytest.param(*case, id=name, marks=() if zlib.crc32(name.encode()) % of == 0 else pytest.mark.slow)
        for name, case in cases
    ]
