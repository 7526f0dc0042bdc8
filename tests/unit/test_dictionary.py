"""The data dictionary names every table and column, and no two columns of a table alike."""

from __future__ import annotations

from dataclasses import fields

import pytest

from sweval.domain.station.dictionary import PROFILE_TEXTS, TABLE_NAMES, codes, columns_of, head, table_text
from sweval.domain.station.station import TABLES, Assessment, Contract, Operator, Organisations, Profile
from sweval.intake.text.validation import validate_rows


def test_it_holds_every_table_in_order():
    assert list(TABLE_NAMES) == list(TABLES)
    names = list(TABLE_NAMES.values())
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("table", TABLES)
def test_it_holds_every_column_in_order_under_heads_of_their_own(table: str):
    assert list(table_text(table).columns) == [column.name for column in columns_of(table)]
    heads = [column.text.head for column in columns_of(table)]
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("table", TABLES)
def test_the_examples_make_a_row_that_is_sound(table: str):
    given = {}
    for column in columns_of(table):
        shown = {name: stored for stored, name in column.choices.items()}
        given[column.name] = shown.get(column.text.example, column.text.example)
    rows, faults = validate_rows(TABLES[table], [given | {"row": 2}], f"{table}.csv")
    assert faults == [] and len(rows) == 1


def test_it_holds_every_value_of_the_profile():
    parts = {"profile": Profile, "contract": Contract, "assessment": Assessment}
    paths = {f"{part}.{f.name}" for part, kind in parts.items() for f in fields(kind)}
    paths |= {f"organisations.{f.name}.name" for f in fields(Organisations)}
    paths |= {f"organisations.operator.{f.name}" for f in fields(Operator)}
    assert set(PROFILE_TEXTS) == paths | {"id", "nature", "source"}


def test_a_column_is_called_by_its_head_and_its_codes_by_the_table_that_means_another_thing():
    assert (head("scores", "area"), head("claims", "kind")) == ("片区", "核对方式")
    assert codes("claims", "kind") == {"rate": "百分比", "relation": "关系", "wording": "文字"}
    assert codes("findings", "kind") == {"strength": "值得肯定", "concern": "需要关注"}
    assert codes("scores", "score") == {}
