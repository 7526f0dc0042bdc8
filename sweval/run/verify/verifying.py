"""Verification: are the files of a report as published, and do today's inputs give the same files?

First every file is compared with its manifest, and the manifest with a digest from elsewhere, if given. Whoever
changes a file can rewrite its manifest too; so the report is made again from the project's inputs, and every file
compared with the result.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sweval.domain.disclosure.editions import EDITIONS, is_one_of
from sweval.domain.values.faults import Fault, Refused
from sweval.intake.atomic import digest
from sweval.intake.batches import load_batches
from sweval.intake.parameters import CALL, load_parameters
from sweval.run.many.index import INDEX, index_page
from sweval.run.many.supervise import watched
from sweval.run.task import SCRATCH, Task
from sweval.run.trust.fingerprint import Fingerprints
from sweval.run.trust.publish import MANIFEST, VERSION, edition_digest, read_json, root_digest
from sweval.run.trust.stamp import with_stamp
from sweval.run.verify.differing import differs


@dataclass(frozen=True)
class WrongFile:
    """A problem with a file of a report; ``file``: its path below the verified folder."""

    file: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}：{self.what}"


@dataclass(frozen=True)
class Provenance:
    """A manifest: how its report was made, and its files."""

    station: str
    edition: str
    batch: str
    parameters: dict[str, str | int]
    formats: tuple[str, ...]
    files: dict[str, dict[str, str | int]]
    version: str
    software: dict[str, str]
    key: str


def verify(root: Path, folder: Path, expected: str = "") -> Iterator[WrongFile]:
    """All problems with a report, or with all reports of an edition and their index.

    ``expected``: the digest published elsewhere, of the report's manifest or of the edition. Raises ``Refused`` if
    ``folder`` holds no report.
    """
    fingerprints = Fingerprints(root)
    if (folder / MANIFEST).is_file():
        found = root_digest(folder)
        yield from _report(fingerprints, folder, "")
    else:
        reports = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
        if not reports:
            remedy = "请写一份报告的目录，或一种稿的目录，如 reports/demo/official"
            raise Refused([Fault(CALL, value=str(folder), problem="这里没有报告", remedy=remedy)])
        found = edition_digest(folder)
        yield from _index(root, folder, found)
        for path in sorted(folder.iterdir()):
            if path.is_dir() and path not in reports and not path.name.startswith("."):
                yield WrongFile(path.name, f"没有 {MANIFEST}")
        for report in reports:
            yield from _report(fingerprints, report, f"{report.name}/")
    if expected and found != expected.strip().lower():
        yield WrongFile(MANIFEST, f"摘要是{found}，与所给的不符")


def _index(root: Path, folder: Path, found: str) -> Iterator[WrongFile]:
    """Compare the index with the digest of the reports beside it, and with the states of the last runs."""
    try:
        shown = (folder / INDEX).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        yield WrongFile(INDEX, "没有，或读不出")
        return
    if found not in shown:
        yield WrongFile(INDEX, "所载摘要与各报告的清单不符")
    batch, edition = folder.parent.name, folder.name
    if is_one_of(edition, EDITIONS) and folder == root / "reports" / batch / edition:
        # It can be made again only inside its project.
        again = index_page(root, batch, edition, load_batches(root)).encode()
        if what := differs(folder / INDEX, again):
            yield WrongFile(INDEX, what)


def _report(fingerprints: Fingerprints, folder: Path, where: str) -> Iterator[WrongFile]:
    try:
        about = _ABOUT.validate_python(read_json(folder / MANIFEST))
    except (OSError, ValueError, ValidationError):
        yield WrongFile(where + MANIFEST, "读不出，或不是报告的清单")
        return
    if about.version != VERSION:
        yield WrongFile(where + MANIFEST, f"清单的版本是{about.version}，这个程序只认{VERSION}")
        return
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    listed = about.files.keys()
    yield from (WrongFile(where + name, "清单中有而没有这个文件") for name in sorted(listed - there))
    yield from (WrongFile(where + name, "清单中没有这个文件") for name in sorted(there - listed))
    present = sorted(listed & there)
    for name in present:
        actual = {"bytes": (folder / name).stat().st_size, "sha256": digest(folder / name)}
        if actual != about.files[name]:
            yield WrongFile(where + name, "与清单所载摘要不符，生成以后被改动")
    yield from _made_again(fingerprints, folder, about, present, where)


def _made_again(
    fingerprints: Fingerprints, folder: Path, about: Provenance, present: list[str], where: str
) -> Iterator[WrongFile]:
    root = fingerprints.root
    given = {name: str(value) for name, value in about.parameters.items() if name != "station"}
    try:
        parameters = load_parameters(root, about.station, given)
    except Refused as refusal:
        yield WrongFile(where + MANIFEST, f"不能照清单重新生成：{'；'.join(map(str, refusal.faults))}")
        return
    if (folder.name, folder.parent.name) != (about.station, about.edition):
        yield WrongFile(where + MANIFEST, f"清单是{about.station}的{about.edition}，不是这个目录的")
    # Below the project, where the notebook finds it, and with a log beside no batch's logs.
    with tempfile.TemporaryDirectory(prefix=".verify-", dir=root / "reports") as place:
        task = Task(root, parameters, Path(place).name, formats=about.formats)
        task = with_stamp(task, fingerprints.of(task))
        made = Path(place) / "report"
        (made / SCRATCH).mkdir(parents=True)
        task.log.parent.mkdir(parents=True, exist_ok=True)
        outcome = watched(task, made)
        if outcome.state != "made":
            yield WrongFile(where + MANIFEST, f"不能重新生成：{'；'.join(outcome.messages)}")
            return
        if outcome.trial:
            yield WrongFile(where + MANIFEST, "现在的笔记本给出的是试算，与直接计算不同，不是评估结果")
        again = sorted(path.name for path in made.iterdir() if path.is_file())
        yield from (
            WrongFile(where + name, "重新生成时没有这个文件") for name in present if name not in again
        )
        for name in again:
            if name not in present:
                yield WrongFile(where + name, "重新生成时有而没有公布这个文件")
            elif what := differs(folder / name, (made / name).read_bytes()):
                yield WrongFile(where + name, what + _other_conditions(about, task))


def _other_conditions(about: Provenance, task: Task) -> str:
    """How key or software differ from those of the published report, as a reason for a difference."""
    if about.key != task.key:
        there = "另有密钥" if task.key else "没有密钥"
        was = "用了项目的核对密钥" if about.key else "没有用核对密钥"
        remedy = "请放回原来的密钥再核对" if about.key else "请移走密钥再核对"
        return f"（生成时{was}，这里{there}，隐去的数和核对码不能照样得出，{remedy}）"
    return "" if about.software == dict(task.software) else "（生成时的软件与现在的不同）"


_ABOUT: TypeAdapter[Provenance] = TypeAdapter(Provenance)
