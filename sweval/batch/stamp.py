"""What a report says of itself at its end: a digest of all its inputs (输入摘要), or outside the working papers a keyed code.

A digest of inputs that a reader could guess would tell whether the guess is right: three hidden counts are few
possibilities. So only the working papers hold it. Other editions end with the verification code (核对码): nobody can
compute it without the project's key, and it is of what the report shows and nothing else, so that two issues of a
report that differ in something hidden have one code. Both prove nothing alone: they tell two reports apart, and show
that a report in hand is the one that the evaluator's papers speak of.

Neither is the short code (编号) beside a figure, nor a file's digest (摘要) in a manifest or an index.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sweval.batch.fingerprint import KEY, SOFTWARE
from sweval.batch.task import Task
from sweval.blocks import Block, Blocks
from sweval.domain.disclosure.editions import leaves_house
from sweval.record import as_json

#: The code is written in letters, so that no part of it can be taken for somebody's number.
LETTERS: Final = "bcdfghjkmnpqrtvw"
GROUPS, GROUP = 5, 4
#: In what forms a report is made, and with what its code, changes nothing it says.
ASIDE: Final = ("formats", "key")


def input_digest(parts: Mapping[str, str]) -> str:
    """SHA-256 of all that a report depends on, as :class:`~sweval.batch.fingerprint.Fingerprints` gives it."""
    told = {name: part for name, part in parts.items() if name not in ASIDE}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def shown_digest(record: Mapping[str, Any], blocks: Sequence[Block]) -> str:
    """SHA-256 of what a report shows: its record and its blocks."""
    said = [as_json(record), json.dumps(Blocks(blocks)._repr_mimebundle_(), sort_keys=True)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def verification_code(key: bytes, edition: str, shown: str) -> str:
    """The verification code of an edition: HMAC-SHA-256 of what it shows, as :func:`shown_digest` gives it, in letters."""
    made = hmac.digest(key, f"{edition}\n{shown}".encode(), "sha256").hex()
    letters = "".join(LETTERS[int(digit, 16)] for digit in made[: GROUPS * GROUP])
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def stamped(task: Task, parts: Mapping[str, str]) -> Task:
    """The task with what its report is to say of its inputs; nothing where they aren't there."""
    if not parts:
        return task
    software = tuple((name, parts[name]) for name in SOFTWARE)
    if leaves_house(task.parameters.edition):
        return replace(task, software=software)
    return replace(task, stamp=f"输入摘要：{input_digest(parts)}", software=software)


def stamp_of(task: Task, record: Mapping[str, Any], blocks: Sequence[Block]) -> str:
    """What the end of a report says of it; nothing outside the working papers where the project has no key."""
    edition = task.parameters.edition
    if not leaves_house(edition):
        return task.stamp
    key = read_key(task.root)
    return f"核对码：{verification_code(key, edition, shown_digest(record, blocks))}" if key else ""


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
