"""The stamp at the end of a report: the digest of all its inputs (输入摘要), or the verification code (核对码).

A digest of guessable inputs, such as three hidden counts, would confirm a right guess; so only the working papers show
it. Other editions end with the verification code: nobody can compute it without the project's key, and it covers only
what the report shows, so that two issues that differ in something hidden have the same code. Neither is a proof alone:
they distinguish two reports, and identify a report in the evaluator's papers.

Not to be confused with the short code (编号) beside a figure, or a file's digest (摘要) in a manifest or an index.
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

#: The code consists of letters, so that no part of it looks like a personal number.
LETTERS: Final = "bcdfghjkmnpqrtvw"
GROUPS, GROUP = 5, 4
#: Inputs that don't change a report's content.
UNSTAMPED: Final = ("formats",)


def input_digest(parts: Mapping[str, str]) -> str:
    """SHA-256 of the digests of a report's inputs, see :class:`~sweval.run.trust.fingerprint.Fingerprints`."""
    stamped = {name: part for name, part in parts.items() if name not in UNSTAMPED}
    return hashlib.sha256(json.dumps(stamped, sort_keys=True).encode()).hexdigest()


def shown_digest(record: Mapping[str, Any], blocks: Sequence[Block]) -> str:
    """SHA-256 of the content of a report: its record and its blocks."""
    content = [as_json(record), json.dumps(Blocks(blocks)._repr_mimebundle_(), sort_keys=True)]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()


def verification_code(key: bytes, edition: str, shown: str) -> str:
    """The verification code of an edition: HMAC-SHA-256 of its :func:`shown_digest`, in letters."""
    code = hmac.digest(key, f"{edition}\n{shown}".encode(), "sha256").hex()
    letters = "".join(LETTERS[int(digit, 16)] for digit in code[: GROUPS * GROUP])
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def with_stamp(task: Task, parts: Mapping[str, str]) -> Task:
    """The task with the digests that its report shows; unchanged without inputs."""
    if not parts:
        return task
    software = tuple((name, parts[name]) for name in SOFTWARE)
    inner = not is_handed_over(task.parameters.edition)
    stamp = f"输入摘要：{input_digest(parts)}" if inner else ""
    return replace(task, stamp=stamp, software=software, key=key_name(read_key(task.root)))


def stamp_of(task: Task, record: Mapping[str, Any], blocks: Sequence[Block]) -> str:
    """The last line of a report; empty outside the working papers if the project has no key."""
    edition = task.parameters.edition
    if not is_handed_over(edition):
        return task.stamp
    key = read_key(task.root)
    return f"核对码：{verification_code(key, edition, shown_digest(record, blocks))}" if key else ""
