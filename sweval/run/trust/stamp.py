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
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sweval.blocks import Block, Blocks
from sweval.domain.disclosure.editions import is_handed_over
from sweval.intake.project_key import key_name, read_key
from sweval.record.serialization import as_json
from sweval.run.task import Task
from sweval.run.trust.fingerprint import SOFTWARE

#: The code is written in letters, so that no part of it can be taken for somebody's number.
LETTERS: Final = "bcdfghjkmnpqrtvw"
GROUPS, GROUP = 5, 4
#: In what forms a report is made changes nothing it says.
ASIDE: Final = ("formats",)


def input_digest(parts: Mapping[str, str]) -> str:
    """SHA-256 of all that a report depends on, as :class:`~sweval.run.trust.fingerprint.Fingerprints` gives it."""
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
    inner = not is_handed_over(task.parameters.edition)
    stamp = f"输入摘要：{input_digest(parts)}" if inner else ""
    return replace(task, stamp=stamp, software=software, key=key_name(read_key(task.root)))


def stamp_of(task: Task, record: Mapping[str, Any], blocks: Sequence[Block]) -> str:
    """What the end of a report says of it; nothing outside the working papers where the project has no key."""
    edition = task.parameters.edition
    if not is_handed_over(edition):
        return task.stamp
    key = read_key(task.root)
    return f"核对码：{verification_code(key, edition, shown_digest(record, blocks))}" if key else ""
