"""Whatever a file or a name holds, the door answers with a list of faults or with data, never with a traceback.

``make check`` tries 10,000 of them here and 2,000 workbooks beside; what a door may not do meanwhile is in ``guard.py``.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sweval.domain.scheme.scheme import Scheme
from sweval.domain.values.faults import Refused
from sweval.evaluation import Evaluation
from sweval.intake.batches import load_batches
from sweval.intake.parameters import load_parameters
from sweval.intake.project import find_station, scheme_path, station_folder
from sweval.intake.scheme_file import read_scheme
from sweval.intake.station.folder import read_station
from sweval.record.comparing import compare, record_of
from sweval.record.serialization import read_record
from tests.property.guard import guarded

pytestmark = pytest.mark.slow
#: How many each door is tried with.
MANY: Final = {
    "station": 3000,
    "scheme": 2000,
    "parameters": 1500,
    "batch": 1000,
    "name": 1500,
    "record/figures": 1000,
    "compared": 1000,
}


def tried(door: str) -> settings:
    """The settings for a door; a bounded check tries a tenth."""
    return settings(
        max_examples=MANY[door] // (10 if os.environ.get("SWEVAL_BOUNDED") else 1),
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


PIECES = st.sampled_from(
    [
        b"",
        b",",
        b'"',
        b"\n",
        b"\r\n",
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"1e400",
        b"nan",
        b"-1",
        b"999999999999999999",
        "１４．４５".encode(),
        "石碁镇".encode("gb18030"),
        "\u202e".encode(),
        b"=1+1",
        b"quality",
        b"a1",
        b"2024-02-30",
        b"2024-02-28",
        b"{{",
        b"[",
        b"&a ",
        b"*a",
        b"!!python/object:os.system",
        b"- ",
        b": ",
        b"\t",
        b"x" * 3000,
        b"51.00%",
    ]
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), PIECES | st.binary(max_size=6)), min_size=1, max_size=6
)


def edited(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The file with pieces put in place of some of its bytes."""
    for where, cut, piece in edits:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + cut :]
    return content


def comes_to_faults(refusal: Refused) -> None:
    assert refusal.faults
    assert all(fault.file and fault.problem for fault in refusal.faults)


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    """The parameters, and a station that has every table."""
    shutil.copytree(root / "params", tmp_path / "params")
    shutil.copytree(root / "data" / "demo" / "shili-0002", tmp_path / "data" / "stations" / "shili-0002")
    return tmp_path


@contextmanager
def spoilt(path: Path, edits: list[tuple[float, int, bytes]]) -> Iterator[None]:
    """The file with the edits while the body, under guard, comes to something or to faults."""
    original = path.read_bytes()
    path.write_bytes(edited(original, edits))
    try:
        with guarded():
            yield
    except Refused as refusal:
        comes_to_faults(refusal)
    finally:
        path.write_bytes(original)


@tried("station")
@given(data=st.data(), edits=EDITS)
def test_a_mutated_station_folder(project: Path, scheme: Scheme, data: st.DataObject, edits):
    folder = project / "data" / "stations" / "shili-0002"
    name = data.draw(st.sampled_from(sorted(path.name for path in folder.iterdir())))
    with spoilt(folder / name, edits):
        read_station(folder, scheme)


@tried("scheme")
@given(name=st.sampled_from(["guangzhou-2023", "examples/example-committees"]), edits=EDITS)
def test_a_mutated_scheme(root: Path, tmp_path: Path, name: str, edits):
    path = tmp_path / f"{name.rpartition('/')[2]}.yaml"
    path.write_bytes(edited((root / "params" / "schemes" / f"{name}.yaml").read_bytes(), edits))
    try:
        with guarded():
            read_scheme(path)
    except Refused as refusal:
        comes_to_faults(refusal)


@tried("parameters")
@given(edits=EDITS)
def test_a_mutated_parameter_file(project: Path, edits):
    with spoilt(project / "params" / "stations" / "shili-0002.yaml", edits):
        assert load_parameters(project, "shili-0002", {}).station == "shili-0002"


@tried("batch")
@given(edits=EDITS)
def test_a_mutated_batch(project: Path, edits):
    with spoilt(project / "params" / "batches" / "demo.yaml", edits):
        load_batches(project)


NAMES = st.sampled_from(
    [
        "..",
        ".",
        "",
        "/etc/passwd",
        "../shili-0002",
        "shili-0002/..",
        "shili-0002\x00",
        "SHILI-0002",
        "shili-0002 ",
        "ｓhili-0002",
        "shili-0002.yaml",
        "con",
        "~",
        "$HOME",
        "`id`",
        "$(id)",
        "-p",
        "a" * 5000,
        "\u202eshili",
        "shili-0002\n",
        "石碁镇",
        "link",
    ]
) | st.text(max_size=20)


@tried("name")
@given(
    name=NAMES, parameter=st.sampled_from(["station", "scheme", "edition", "as_of", "seed", "x"]), value=NAMES
)
def test_a_hostile_name_or_parameter(project: Path, name: str, parameter: str, value: str):
    link = project / "data" / "stations" / "link"
    if not link.is_symlink():
        link.symlink_to("/etc")
    known = project / "data" / "stations" / "shili-0002"
    with guarded():
        for ask in (
            lambda: station_folder(project, name) in (known, link),
            lambda: find_station(project, name) in (None, known, link),
            lambda: scheme_path(project, name).is_relative_to(project / "params" / "schemes"),
            lambda: load_parameters(project, name, {}).station == name,
            lambda: load_parameters(project, "shili-0002", {parameter: value}).station == "shili-0002",
        ):
            try:
                assert ask()
            except Refused as refusal:
                comes_to_faults(refusal)


@tried("record/figures")
@given(edits=EDITS)
def test_a_mutated_record(evaluation: Evaluation, edits):
    text = edited(evaluation.record("official").encode(), edits).decode("utf-8", "replace")
    try:
        with guarded():
            record = read_record(text)
    except ValueError as error:
        assert not isinstance(error, json.JSONDecodeError) and str(error)
    else:
        assert isinstance(record["figures"], list)


JSON: Final = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.sampled_from([[], {}, [[]], "NaN", 1e308])
)


@tried("compared")
@given(data=st.data())
def test_a_record_with_other_values_is_compared_or_is_none(evaluation: Evaluation, data: st.DataObject):
    sound = json.loads(evaluation.record("official"))
    other = {**sound, "figures": [dict(figure) for figure in sound["figures"][:5]]}
    place = data.draw(st.sampled_from([other, *other["figures"]]))
    key = data.draw(st.sampled_from(sorted(place)))
    if data.draw(st.booleans()):
        place[key] = data.draw(JSON)
    else:
        del place[key]
    try:
        with guarded():
            found = record_of(read_record(json.dumps(other)))
            assert all(map(str, compare(record_of(sound), found)))
    except ValueError as error:
        assert "记录" in str(error)
