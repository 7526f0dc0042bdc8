"""Publishing is all or nothing."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from sweval.intake import atomic
from sweval.run.trust.publish import MANIFEST, STAGING, is_complete, staging


def make(target: Path, text: str) -> None:
    with staging(target) as folder:
        (folder / "report.html").write_text(text, encoding="utf-8")


def test_a_finished_directory_is_complete(tmp_path: Path):
    make(tmp_path / "out" / "a", "one")
    assert is_complete(tmp_path / "out" / "a")


def test_a_changed_or_missing_file_is_seen(tmp_path: Path):
    target = tmp_path / "a"
    make(target, "one")
    (target / "report.html").write_text("two", encoding="utf-8")
    assert not is_complete(target)
    (target / "report.html").unlink()
    assert not is_complete(target)
    assert not is_complete(tmp_path / "never")


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "1",
        '{"files": []}',
        '{"files": [1]}',
        '{"files": {"report.html": 1}}',
        '{"files": {"report.html": {}}}',
        '{"files": {"/dev/zero": {"sha256": "0"}}}',
        '{"files": {"../a/report.html": {"sha256": "0"}}}',
        "[" * 100_000,
    ],
    ids=lambda text: text[:40] or "empty",
)
def test_whatever_stands_in_a_manifest_is_no_reason_to_stop(tmp_path: Path, manifest: str):
    make(tmp_path / "a", "one")
    (tmp_path / "a" / MANIFEST).write_text(manifest, encoding="utf-8")
    assert not is_complete(tmp_path / "a")


def test_a_failure_leaves_the_former_directory_untouched(tmp_path: Path):
    target = tmp_path / "a"
    make(target, "one")
    with pytest.raises(RuntimeError), staging(target) as folder:
        (folder / "report.html").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert (target / "report.html").read_text(encoding="utf-8") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_new_directory_takes_the_place_of_the_former(tmp_path: Path, monkeypatch, exchange: bool):
    if not exchange:
        monkeypatch.setattr(atomic, "_exchange", lambda a, b: False)
    target = tmp_path / "a"
    make(target, "one")
    make(target, "two")
    assert (target / "report.html").read_text(encoding="utf-8") == "two"
    assert is_complete(target)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_where_nothing_can_be_exchanged_a_failed_rename_brings_the_former_back(tmp_path: Path, monkeypatch):
    target = tmp_path / "a"
    make(target, "one")
    monkeypatch.setattr(atomic, "_exchange", lambda a, b: False)
    rename = Path.rename

    def refuse_staging(self: Path, other: Path) -> Path:
        if self.name.startswith(STAGING) and not self.name.endswith("-former"):
            raise OSError(errno.EACCES, "planted")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", refuse_staging)
    with pytest.raises(OSError, match="planted"):
        make(target, "two")
    assert (target / "report.html").read_text(encoding="utf-8") == "one"
