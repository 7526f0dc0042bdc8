"""Text validated and converted by pydantic, with every error as a fault in Chinese."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from sweval.domain.values.faults import Fault, Refused, problem_and_remedy
from sweval.intake.text.yaml_text import Document, KeyPath

T = TypeVar("T")

#: pydantic's kind of error -> (problem, remedy). ``{…}`` is filled from the error's context.
WORDING: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("必填而没有填", "请补填"),
    "missing_argument": ("必填而没有填", "请补填"),
    "missing_keyword_only_argument": ("必填而没有填", "请补填"),
    "unexpected_keyword_argument": ("没有这一项", "请检查拼写，或删去"),
    "extra_forbidden": ("没有这一项", "请检查拼写，或删去"),
    "literal_error": ("不是可填的值", "可填：{expected}"),
    "greater_than_equal": ("小于允许的最小值 {ge}", "请检查数值"),
    "less_than_equal": ("大于允许的最大值 {le}", "请检查数值"),
    "string_pattern_mismatch": ("只有空格", "请补填，或清空"),
    "string_too_short": ("不能为空", "请补填"),
    "string_too_long": ("文字过长", "请不要超过 {max_length} 字"),
    "string_type": ("应为文字", "请参照示例文件"),
    "too_short": ("至少要有{min_length}项", "请补填"),
    "tuple_type": ("应为列表", "请在每项前写“- ”"),
    "dict_type": ("应为“键: 值”", "请参照示例文件"),
    "dataclass_type": ("应为“键: 值”", "请参照示例文件"),
    "union_tag_invalid": ("没有这种评分办法", "可填：{expected_tags}"),
    "union_tag_not_found": ("没有写明 kind", "请参照 docs/schemes.md"),
    "model_attributes_type": ("应为“键: 值”", "请参照示例文件"),
}


def validate_document(kind: type[T], document: Document) -> T:
    """A YAML document as an instance of the dataclass ``kind``; raises ``Refused`` with every fault."""
    try:
        return reader(kind).validate_python(document.data)
    except ValidationError as errors:
        found = errors.errors(include_url=False)
        faults = [_in_document(document, error) for error in found if not _follows(error, found)]
        raise Refused(faults) from None


def validate_rows(kind: type[T], rows: list[dict[str, Any]], file: str) -> tuple[list[T], list[Fault]]:
    """The valid rows of a table as instances of ``kind``, and the faults of the others."""
    with contextlib.suppress(ValidationError):
        # Nearly always all are valid, and validating the list is twice as fast.
        return reader(list[kind]).validate_python(rows), []  # type: ignore[valid-type]
    adapter = reader(kind)
    valid: list[T] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            valid.append(adapter.validate_python(row))
        except ValidationError as errors:
            faults += [_in_row(file, row["row"], error) for error in errors.errors(include_url=False)]
    return valid, faults


_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def reader(kind: type[T]) -> TypeAdapter[T]:
    """pydantic's adapter of a class, or of a list of it, built once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _follows(error: ErrorDetails, found: list[ErrorDetails]) -> bool:
    """Whether a list is only too short because its items have faults, which are reported already."""
    here = error["loc"]
    return error["type"] == "too_short" and any(
        len(other["loc"]) > len(here) and other["loc"][: len(here)] == here for other in found
    )


def _in_document(document: Document, error: ErrorDetails) -> Fault:
    # pydantic adds this step to the path of a fault in a key.
    path = _without_tags(tuple(step for step in error["loc"] if step != "[key]"))
    problem, remedy = _words(error)
    return Fault(document.file, document.line(path), dotted(path), _shown(error["input"]), problem, remedy)


#: Keys whose value is one of several kinds; pydantic adds the kind's name to a path after them.
TAGGED: Final = frozenset({"rule"})


def _without_tags(path: KeyPath) -> KeyPath:
    """The path without the names of kinds, which aren't keys of the file."""
    return tuple(step for n, step in enumerate(path) if not (n and path[n - 1] in TAGGED))


def _in_row(file: str, row: int, error: ErrorDetails) -> Fault:
    problem, remedy = _words(error)
    column = str(error["loc"][0]) if error["loc"] else ""
    return Fault(file, row, column, _shown(error["input"]), problem, remedy)


def _words(error: ErrorDetails) -> tuple[str, str]:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return problem_and_remedy(context["error"])
    if error["type"] not in WORDING:
        return "填写不正确", "请参照示例文件"
    problem, remedy = WORDING[error["type"]]
    # pydantic quotes the possible values, and joins them in English.
    quoted = {key: "、".join(re.findall(r"'([^']*)'", str(text))) for key, text in context.items()}
    shown = {key: quoted[key] or text for key, text in context.items()}
    return problem.format(**shown), remedy.format(**shown)


def dotted(path: KeyPath) -> str:
    """A key path as a text, ``areas[2].units[1].name``, with positions counted from 1."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _shown(value: object) -> str:
    return value if isinstance(value, str) else ""
