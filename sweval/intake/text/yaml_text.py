"""YAML read as text only: every scalar stays the string that was written; no tags, aliases or anchors.

YAML's own guesses would make 14.45 a binary float, ``no`` a falsehood and 2024-02 an integer. Whatever
a value means is decided later, by the field it stands in. Lines are kept, so that a fault can name one.
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
#: libyaml's reader where it is built in, as in all published wheels: ten times as quick.
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Value = str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]
#: Tells the line of the value at a path.
Line = Callable[[KeyPath], int]


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values, with the line of each."""

    file: str
    data: dict[str, Value]
    lines: dict[KeyPath, int]

    def line(self, path: KeyPath) -> int:
        """The line of the value at ``path``, or of the nearest thing above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path, name: str | None = None, *, may_be_empty: bool = False) -> Document:
    """Read a YAML mapping. ``name`` is how faults call the file; ``may_be_empty``: nothing but comments will do.

    Raises ``Refused`` with every fault: not there, too large, not UTF-8, not YAML, not a mapping, a tag,
    an alias, a key twice.
    """
    file = name or path.name
    text = read_text(path, file, MAX_BYTES)
    try:
        try:
            events = _events(text, file, LOADER)
        except yaml.YAMLError:
            # The slow reader's words are those that are put into Chinese.
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
    """What the only document of a YAML text consists of, nothing where there is none.

    An alias or a pit of brackets is refused here, before anything is built of it.
    """
    # Typed loosely: what marks and values an event has, its class tells.
    found, inside, depth = [], list[Any](), 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.NodeEvent):
            inside.append(event)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH + 1:
                    row = event.start_mark.line + 1 if event.start_mark else 0
                    raise Refused([Fault(file, row, problem="层级过深", remedy=f"请不要超过{MAX_DEPTH}层")])
            if event.anchor or getattr(event, "tag", None):
                found.append(_event_fault(file, event))
        elif isinstance(event, yaml.CollectionEndEvent):
            inside.append(event)
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent) and inside:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem="another document", problem_mark=mark)
    if found:
        raise Refused(found)
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
        raise Refused(
            [
                Fault(
                    file,
                    row,
                    problem="不是 UTF-8 编码",
                    remedy=(
                        "请在电子表格中另存为“CSV UTF-8”"
                        if path.suffix == ".csv"
                        else "请用编辑器另存为 UTF-8"
                    ),
                )
            ]
        ) from None


def hidden_characters(text: str) -> bool:
    """Whether a text holds control or format characters that no reader sees, such as bidi overrides."""
    # What prints holds none of them; asking the whole text first is twenty times quicker.
    return not text.isprintable() and any(
        unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\t" for c in text
    )


#: What a Chinese keyboard does to a key, and two slips of any keyboard.
SLIPS: Final = (
    (re.compile(r"\s*(- )?[{]?[a-z_]+："), "键后是全角冒号“：”", "请改为半角冒号加一个空格"),
    (re.compile(r"\s*(- )?[a-z_]+:[^\s]"), "冒号后没有空格", "请在冒号后加一个空格"),
    (re.compile(r" *\t"), "用制表符缩进", "请改用空格缩进"),
)


#: What PyYAML says it was in the middle of; the fault is where that began, not where it noticed.
QUOTED: Final = "while scanning a quoted scalar"
BEGUN: Final = (QUOTED, "while parsing a flow mapping", "while parsing a flow sequence")


def _unreadable(file: str, text: str, error: yaml.YAMLError) -> list[Fault]:
    """Why YAML can't read a text; where it has a common slip, that is the fault to name."""
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
    """What is wrong with an event that has an anchor or a tag."""
    row = event.start_mark.line + 1 if event.start_mark else 0
    if isinstance(event, yaml.AliasEvent):
        return Fault(file, row, problem="不接受别名（*）", remedy="请把内容写全")
    if event.anchor:
        return Fault(file, row, problem="不接受锚点（&）", remedy="请删去锚点")
    return Fault(file, row, value=event.tag, problem="不接受标签（!）", remedy="请删去标签")


class _Builder:
    """Turns the events of a document into strings, lists and dicts, and collects faults and lines on the way."""

    def __init__(self, file: str, events: Iterable[Any]) -> None:
        self.file = file
        self.events = iter(events)
        self.lines: dict[KeyPath, int] = {}
        self.faults: list[Fault] = []

    def build(self, event: Any, path: KeyPath) -> Value:
        """The value that begins with an event, and ends where the events then stand."""
        row = event.start_mark.line + 1
        self.lines[path] = row
        if len(path) > MAX_DEPTH:
            self.faults.append(Fault(self.file, row, problem="层级过深", remedy=f"请不要超过{MAX_DEPTH}层"))
            self._skip(event)
            return ""
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.build(child, (*path, position)) for position, child in enumerate(self._members())]
        if hidden_characters(event.value):
            self.faults.append(
                Fault(
                    self.file, row, value=event.value, problem="含有看不见的控制字符", remedy="请删去后重填"
                )
            )
        return str(event.value)

    def _mapping(self, path: KeyPath) -> dict[str, Value]:
        result: dict[str, Value] = {}
        for event in self._members():
            row = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                self.faults.append(Fault(self.file, row, problem="键必须是文字", remedy="请改为“键: 值”"))
                self._skip(event)
                self._skip(next(self.events))
                continue
            key, value = str(event.value), next(self.events)
            if (*path, key) in self.lines:
                self.faults.append(
                    Fault(self.file, row, key, problem="同一个键写了两次", remedy="请删去一个")
                )
            if isinstance(value, yaml.ScalarEvent) and not value.value:
                self.lines[(*path, key)] = row
                continue  # an empty value is like an empty cell: none, not an empty one
            result[key] = self.build(value, (*path, key))
        return result

    def _members(self) -> Iterator[Any]:
        """The first event of each member of a collection, up to its end; whoever takes one takes all of that member."""
        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def _skip(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            for member in self._members():
                self._skip(member)
