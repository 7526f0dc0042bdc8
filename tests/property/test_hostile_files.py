"""Whatever a file holds, the door answers with a list of faults or with data, never with a traceback."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sweval.domain.faults import Refused
from sweval.domain.scheme import Scheme
from sweval.intake.folder import read_station
from sweval.intake.scheme_file import read_scheme

pytestmark = pytest.mark.slow
EXAMPLES = 200 if os.environ.get("SWEVAL_BOUNDED") else 2000
RELAXED = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

PIECES = st.sampled_from(
    [
        b"", b",", b'"', b"\n", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"1e400", b"nan", b"-1", b"999999999999999999",
        "１４．４５".encode(), "石碁镇".encode("gb18030"), "\u202e".encode(), b"=1+1", b"quality", b"a1", b"2024-02-30",
        b"2024-02-28", b"{{", b"[", b"&a ", b"*a", b"!!python/object:os.system", b"- ", b": ", b"\t", b"x" * 3000, b"51.00%",
    ]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES | st.binary(max_size=6)), min_size=1, max_size=6
)


def edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The file with pieces put in place of some of its bytes."""
    for where, cut, piece in edits:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + cut :]
    return content


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return shutil.copytree(root / "data" / "stations" / "shiqi-2024-midterm", tmp_path / "shiqi-2024-midterm")


@RELAXED
@given(data=st.data(), edits=EDITS)
def test_a_mutated_station_folder(folder: Path, scheme: Scheme, data: st.DataObject, edits):
    names = sorted(path.name for path in folder.iterdir())
    path = folder / data.draw(st.sampled_from(names))
    original = path.read_bytes()
    path.write_bytes(edited(original, edits))
    try:
        read_station(folder, scheme)
    except Refused as refusal:
        assert refusal.faults
        assert all(fault.file and fault.problem for fault in refusal.faults)
    finally:
        path.write_bytes(original)
    assert sorted(p.name for p in folder.iterdir()) == names


@RELAXED
@given(edits=EDITS)
def test_a_mutated_scheme(root: Path, tmp_path: Path, edits):
    path = tmp_path / "guangzhou-2023.yaml"
    path.write_bytes(edited((root / "params" / "schemes" / "guangzhou-2023.yaml").read_bytes(), edits))
    try:
        read_scheme(path)
    except Refused as refusal:
        assert refusal.faults
        assert all(fault.file and fault.problem for fault in refusal.faults)
