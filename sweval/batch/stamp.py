"""What a report says of what it was made of: a digest of all its inputs, or outside the working papers a keyed code.

A digest of inputs that a reader could guess would tell whether the guess is right: three hidden counts are few
possibilities. So only the working papers hold it, and other editions a code that nobody can compute without the
project's key. Both prove nothing alone: they tell two reports apart, and show that a report in hand is the one
that the evaluator's papers speak of.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sweval.batch.fingerprint import KEY, SOFTWARE
from sweval.batch.task import Task
from sweval.domain.disclosure.editions import leaves_house

#: The code is written in letters, so that no part of it can be taken for somebody's number.
LETTERS: Final = "bcdfghjkmnpqrtvw"
GROUPS, GROUP = 5, 4
#: In what forms a report is made, and with what its code, changes nothing it says.
ASIDE: Final = ("formats", "key")


def input_digest(parts: Mapping[str, str]) -> str:
    """SHA-256 of all that a report depends on, as :class:`~sweval.batch.fingerprint.Fingerprints` gives it."""
    told = {name: part for name, part in parts.items() if name not in ASIDE}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def keyed_code(key: bytes, edition: str, inputs: str) -> str:
    """The code of an edition: HMAC-SHA-256 of its inputs' digest, in letters."""
    made = hmac.digest(key, f"{edition}\n{inputs}".encode(), "sha256").hex()
    letters = "".join(LETTERS[int(digit, 16)] for digit in made[: GROUPS * GROUP])
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def stamped(task: Task, parts: Mapping[str, str]) -> Task:
    """The task with what its report is to say of its inputs; nothing where they, or the key, aren't there."""
    if not parts:
        return task
    software = tuple((name, parts[name]) for name in SOFTWARE)
    inputs, edition = input_digest(parts), task.parameters.edition
    if not leaves_house(edition):
        return replace(task, stamp=f"输入摘要：{inputs}", software=software)
    key = read_key(task.root)
    return replace(
        task, stamp=f"核对码：{keyed_code(key, edition, inputs)}" if key else "", software=software
    )


def read_key(root: Path) -> bytes:
    """The project's key; empty where it has none."""
    try:
        return bytes.fromhex((root / KEY).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return b""


def make_key(root: Path) -> bool:
    """Give a project a key of its own; ``False`` where it has one. Whoever has it can tell which inputs a code is of."""
    path = root / KEY
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
    return True
