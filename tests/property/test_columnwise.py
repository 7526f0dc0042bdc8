"""A table read column by column has the same rows and the same faults as one read row by row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sweval.domain.station.station import TABLES
from sweval.domain.values.faults import Refused
from sweval.intake.station import tables
from sweval.intake.station.columnwise import valid_rows
from sweval.intake.station.tables import columns, read_table, required_columns
from sweval.intake.text import records
from sweval.intake.text.records import read_records

ROOT = Path(__file__).parents[2]
#: What may stand in a cell: right in some column or other, in none, or nearly.
CELLS = (
    "",
    "a1",
    "e2",
    "con",
    "A1",
    "14.450",
    "100",
    "0",
    "-1",
    "1e5",
    "１４",
    "2024-02-28",
    "2024-02-30",
    "2024-02",
    "是",
    "否",
    "yes",
    "51.00%",
    "social_worker",
    "strength",
    "concern",
    "残疾人",
    "两\n行",
    " ",
    "看\u202e不见",
    "'=1+1",
    "'quoted'",
    "x" * 65,
)


def both(kind, path: Path):
    """What is read of a file column by column, where that can be, and row by row."""
    by_column = read_table(kind, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "valid_rows", lambda *_: None)
        return by_column, read_table(kind, path)


def written(path: Path, head: list[str], rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


@given(data=st.data())
def test_any_table_reads_the_same(data, tmp_path_factory):
    kind = TABLES[data.draw(st.sampled_from(sorted(TABLES)))]
    optional = [name for name in columns(kind) if name not in required_columns(kind)]
    head = data.draw(
        # A table without any column is refused by both, and has a test of its own.
        st.permutations(
            [
                *required_columns(kind),
                *data.draw(st.sets(st.sampled_from(optional), min_size=not required_columns(kind))),
            ]
        )
        if optional
        else st.permutations(columns(kind))
    )
    rows = data.draw(
        st.lists(st.lists(st.sampled_from(CELLS), min_size=len(head), max_size=len(head)), max_size=4)
    )
    path = written(tmp_path_factory.mktemp("table") / f"{kind.table}.csv", head, rows)
    by_column, by_row = both(kind, path)
    assert by_column == by_row


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("data/demo/*/*.csv")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_every_table_of_the_demo_is_read_by_column_and_the_same(path):
    kind = TABLES[path.stem]
    by_column, by_row = both(kind, path)
    assert by_column == by_row
    assert repr(by_column.rows) == repr(by_row.rows)


def test_a_line_of_commas_is_no_row(tmp_path):
    path = written(
        tmp_path / "coverage_totals.csv", ["area", "persons"], [["a1", "7"], ["", ""], ["a2", "8"]]
    )
    by_column, by_row = both(TABLES["coverage_totals"], path)
    assert by_column == by_row
    assert [row.row for row in by_column.rows] == [2, 4]


def test_one_wrong_cell_is_enough_to_read_row_by_row(tmp_path):
    def rows(*lines: str):
        path = tmp_path / "frame.csv"
        path.write_text("\n".join(("id,area", *lines)), encoding="utf-8")
        return valid_rows(TABLES["frame"], read_records(path, ()))

    assert rows("p1,a1")
    assert rows("p1,a1", "p2,a 1") is None
    assert rows("p1,a1", ",a1") is None
    assert rows("p1,a1", "p2") is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@given(
    lines=st.lists(
        st.lists(
            st.sampled_from(("", "甲", "a b", "\t", "看\u202e不见", "x" * 200_000)), min_size=1, max_size=3
        ),
        max_size=4,
    ),
    last=st.booleans(),
)
def test_text_split_at_once_gives_what_the_csv_module_gives(end, lines, last, tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "any.csv"
    text = end.join(",".join(values) for values in lines) + (end if last else "")
    path.write_text(text, encoding="utf-8", newline="")

    def read():
        try:
            found = read_records(path, ("id",))
        except Refused as refusal:
            return refusal.faults
        return found.head, list(found.lines), list(map(list, found.values()))

    at_once = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_plain", lambda _: None)
        assert at_once == read()


def test_a_line_break_within_a_quoted_value_stays_as_it_was_written(tmp_path):
    path = tmp_path / "any.csv"
    path.write_bytes('id,text\r\nf1,"一\r\n二"\r\n'.encode())
    assert read_records(path, ()).values() == [("f1", "一\r\n二")]
