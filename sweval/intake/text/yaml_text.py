"""YAML read as text: every scalar stays the string that was written; no tags, aliases or anchors.

YAML's types would make 14.45 a binary float and ``no`` false. The type of a value is decided later, by its field.
The line of each value is kept for faults.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from sweval.domain.values.faults import Fault, Refused

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 30
#: libyaml's loader where it is built in, as in all published wheels: ten times as fast.
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]
#: From a path to the line of its value.
Line = Callable[[KeyPath], int]


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the line of each."""

    file: str
    data: dict[str, Value]
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of the value at ``path``, or of the nearest value above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path, name: str | None = None, *, may_be_empty: bool = False) -> Document:
    """Read a YAML mapping. ``name``: the file's name in faults; ``may_be_empty``: a file of comments is accepted.

    Raises ``Refused`` with every fault: missing, too large, not UTF-8, not YAML, not a mapping, a tag,
    an alias, a key twice.
    """
    file = name or path.name
    text = read_text(path, file, MAX_BYTES)
    try:
        try:
            events = _events(text, file, LOADER)
        except yaml.YAMLError:
            # Faults are made from the messages of the slow loader.
            events = _events(text, file, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise Refused(_unreadable(file, text, error)) from None
    except RecursionError:
        raise Refused([Fault(file, problem="层级过深", remedy=f"请不要超过{MAX_DEPTH}层")]) from None
    if not events and may_be_empty:
        return Document(file, {}, {})
    if not events or not isinstance(events[0], yaml.MappingStartEvent):
        raise Refused([Fault(file, 1, problem="内容不是“键: 值”的形式", remedy="请参照示例文件")])
    builder = _Builder(file, events)
    data = builder.build(next(builder.events), ())
    if builder.faults:
        raise Refused(builder.faults)
    assert isinstance(data, dict)
    return Document(file, data, builder.lines)


def _events(text: str, file: str, loader: Any) -> list[Any]:
    """The events of the only document of a YAML text; empty where there is none.

    An alias or too deep a nesting is refused here, before anything is built of it.
    """
    # Loosely typed: the attributes of an event depend on its class.
    faults, inside, depth = [], list[Any](), 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.NodeEvent):
            inside.append(event)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH + 1:
                    row = event.start_mark.line + 1 if event.start_mark else 0
                    raise Refused([Fault(file, row, problem="层级过深", remedy=f"请不要超过{MAX_DEPTH}层")])
            if event.anchor or getattr(event, "tag", None):
                faults.append(_event_fault(file, event))
        elif isinstance(event, yaml.CollectionEndEvent):
            inside.append(event)
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent) and inside:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem="another document", problem_mark=mark)
    if faults:
        raise Refused(faults)
    return inside


def read_text(path: Path, file: str, limit: int) -> str:
    """Read a UTF-8 file of at most ``limit`` bytes; raises ``Refused`` where it can't be."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise Refused([Fault(file, problem=f"文件过大（{size}字节）", remedy=f"请不要超过{limit}字节")])
        return path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise Refused([Fault(file, problem="没有这个文件", remedy="请检查文件名和所在目录")]) from None
    except PermissionError:
        raise Refused([Fault(file, problem="没有读取权限", remedy="请检查文件权限")]) from None
    except UnicodeDecodeError as error:
        row = path.read_bytes()[: error.start].count(b"\n") + 1
        csv = path.suffix == ".csv"
        remedy = "请在电子表格中另存为“CSV UTF-8”" if csv else "请用编辑器另存为 UTF-8"
        raise Refused([Fault(file, row, problem="不是 UTF-8 编码", remedy=remedy)]) from None


def hidden_characters(text: str) -> bool:
    """Whether a text holds invisible control or format characters, such as bidi overrides."""
    # A printable text holds none of them; checking it as a whole first is twenty times as fast.
    return not text.isprintable() and any(
        unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t" for c in text
    )


#: Common slips in a line of YAML, with problem and remedy.
SLIPS: Final = (
    (re.compile(r"\s*(- )?[{]?[a-z_]+："), "键后是全角冒号“：”", "请改为半角冒号加一个空格"),
    (re.compile(r"\s*(- )?[a-z_]+:[^\s]"), "冒号后没有空格", "请在冒号后加一个空格"),
    (re.compile(r" *\t"), "用制表符缩进", "请改用空格缩进"),
)


#: Contexts of PyYAML's errors in which the fault is where the context began, not where the error was noticed.
QUOTED: Final = "while scanning a quoted scalar"
BEGUN: Final = (QUOTED, "while parsing a flow mapping", "while parsing a flow sequence")


def _unreadable(file: str, text: str, error: yaml.YAMLError) -> list[Fault]:
    """Why a text isn't YAML: its common slips where it has any, else PyYAML's error."""
    if isinstance(error, yaml.reader.ReaderError):
        row = text.count("\n", 0, error.position) + 1
        return [Fault(file, row, problem="含有看不见的控制字符", remedy="请删去后重填")]
    context = getattr(error, "context", None)
    mark = getattr(error, "context_mark" if context in BEGUN else "problem_mark", None)
    row = mark.line + 1 if mark else 0
    found = [
        Fault(file, number, problem=problem, remedy=remedy)
        for number, line in enumerate(text.splitlines()[:row], start=1)
        for slip, problem, remedy in SLIPS
        if slip.match(line)
    ]
    if not found and context == QUOTED:
        found = [Fault(file, row, problem="引号没有配对", remedy="请补上或删去引号")]
    remedy = "请检查缩进、引号、括号，以及冒号、逗号是否为半角"
    return found or [Fault(file, row, problem="不是有效的 YAML 文本", remedy=remedy)]


def _event_fault(file: str, event: Any) -> Fault:
    """The fault of an event that has an anchor or a tag."""
    row = event.start_mark.line + 1 if event.start_mark else 0
    if isinstance(event, yaml.AliasEvent):
        return Fault(file, row, problem="不接受别名（*）", remedy="请把内容写全")
    if event.anchor:
        return Fault(file, row, problem="不接受锚点（&）", remedy="请删去锚点")
    return Fault(file, row, value=event.tag, problem="不接受标签（!）", remedy="请删去标签")


class _Builder:
    """Builds strings, lists and dicts from the events of a document, and collects faults and lines."""

    def __init__(self, file: str, events: Iterable[Any]) -> None:
        self.file = file
        self.events = iter(events)
        self.lines: dict[KeyPath, int] = {}
        self.faults: list[Fault] = []

    def build(self, event: Any, path: KeyPath) -> Value:
        """The value that begins with an event; consumes all its events."""
        row = event.start_mark.line + 1
        self.lines[path] = row
        if len(path) > MAX_DEPTH:
            self._fault(row, "层级过深", f"请不要超过{MAX_DEPTH}层")
            self._skip(event)
            return ""
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.build(child, (*path, position)) for position, child in enumerate(self._members())]
        if hidden_characters(event.value):
            self._fault(row, "含有看不见的控制字符", "请删去后重填", value=event.value)
        return str(event.value)

    def _mapping(self, path: KeyPath) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for event in self._members():
            row = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                self._fault(row, "键必须是文字", "请改为“键: 值”")
                self._skip(event)
                self._skip(next(self.events))
                continue
            key, value = str(event.value), next(self.events)
            if (*path, key) in self.lines:
                self._fault(row, "同一个键写了两次", "请删去一个", column=key)
            if isinstance(value, yaml.ScalarEvent) and not value.value:
                self.lines[(*path, key)] = row
                continue  # an empty value is left out, like an empty cell
            result[key] = self.build(value, (*path, key))
        return result

    def _members(self) -> Iterator[Any]:
        """The first event of each member of a collection; the caller consumes the member's other events."""
        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def _skip(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            for member in self._members():
                self._skip(member)

    def _fault(self, row: int, problem: str, remedy: str, column: str = "", value: str = "") -> None:
        self.faults.append(Fault(self.file, row, column, value, problem, remedy))
