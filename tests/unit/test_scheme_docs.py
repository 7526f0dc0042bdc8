"""Every example of ``docs/schemes.md`` is run; the JSON Schema is what the models say."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from sweval.analysis.scores.scoring import score
from sweval.domain.scheme.leaf_rules import KINDS
from sweval.domain.scheme.scheme import Scheme
from sweval.domain.scheme.tree import Node
from sweval.domain.scheme.tree_problems import rule_problems
from sweval.domain.station.station import TABLES, Station
from sweval.domain.values.faults import Refused
from sweval.intake.checks.repairing import Broken
from sweval.intake.checks.scores import score_faults
from sweval.intake.project import scheme_files
from sweval.intake.scheme_file import read_scheme
from sweval.intake.station.tables import read_table
from sweval.intake.text.validation import validate_document
from sweval.intake.text.yaml_text import read_yaml
from tools.scheme_schema import TARGET, document

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = re.compile(
    r"### `(\w+)`[^\n]*\n(?:(?!\n### ).)*?```yaml\n(.*?)```\s+```csv (\w+)\n(.*?)```\s+Gives ([\d.]+)\.\n",
    re.DOTALL,
)
EXAMPLES = EXAMPLE.findall((ROOT / "docs" / "schemes.md").read_text(encoding="utf-8"))


def test_there_is_an_example_of_every_kind():
    assert [kind for kind, *_ in EXAMPLES] == list(KINDS)


@pytest.mark.parametrize(("kind", "node", "table", "rows", "gives"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_an_example_gives_what_the_page_says(
    kind: str, node: str, table: str, rows: str, gives: str, tmp_path: Path, scheme: Scheme, station: Station
):
    (tmp_path / "node.yaml").write_text(node, encoding="utf-8")
    (tmp_path / f"{table}.csv").write_text(rows, encoding="utf-8")
    leaf = validate_document(Node, read_yaml(tmp_path / "node.yaml"))
    assert leaf.rule.kind == kind
    assert list(rule_problems((), leaf.rule, leaf.full_mark)) == []
    read = read_table(TABLES[table], tmp_path / f"{table}.csv")
    assert read.faults == ()
    rules = replace(scheme, tree=(leaf,), total=leaf.full_mark)
    bare = replace(station, **{"scores": (), "leaf_inputs": (), "experts": (), table: read.rows})
    assert list(score_faults(bare, rules, Broken())) == []
    assert score(bare, rules).component(leaf.id).unrounded == Decimal(gives)


# --- the JSON Schema --------------------------------------------------------------------------------


def test_the_schema_is_what_the_models_say():
    assert TARGET.read_text(encoding="utf-8") == document(), "run `python -m tools.scheme_schema`"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(TARGET.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


FILES = scheme_files(ROOT)


@pytest.mark.parametrize("name", FILES)
def test_every_scheme_keeps_to_it(name: str, validator: Draft202012Validator):
    data = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    assert [error.message for error in validator.iter_errors(data)] == []


def changes(data: Any, path: tuple = ()) -> Iterator[tuple[tuple, str]]:
    """Every mapping of a document with each of its keys to be taken out, and one put in."""
    if isinstance(data, dict):
        yield path, "+"
        for key, value in data.items():
            yield path, key
            yield from changes(value, (*path, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from changes(value, (*path, n))


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("example-")])
def test_editors_and_the_tool_refuse_the_same_shapes(
    name: str, validator: Draft202012Validator, tmp_path: Path
):
    """A key taken out or put in is refused by both, or by neither."""
    data = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    tried = list(changes(data))
    assert len(tried) >= 100
    for path, key in tried:
        broken = copy.deepcopy(data)
        place = broken
        for step in path:
            place = place[step]
        if key == "+":
            place["colour"] = "red"
        else:
            del place[key]
        by_editor = next(validator.iter_errors(broken), None) is not None
        assert by_editor == refused(broken, tmp_path), (path, key)


def refused(data: Any, tmp_path: Path) -> bool:
    """Whether the tool refuses the shape; what is wrong with a scheme as a whole is another matter."""
    file = tmp_path / "x.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        validate_document(Scheme, read_yaml(file))
    except Refused:
        return True
    return False


def test_a_scheme_of_ten_megabytes_is_refused(tmp_path: Path):
    file = tmp_path / "big.yaml"
    file.write_bytes(b"a: " + b"x" * 10_000_000)
    with pytest.raises(Refused, match="文件过大"):
        read_scheme(file)
