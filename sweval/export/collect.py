"""From an executed notebook to its blocks, the source of every output format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final
from xml.etree import ElementTree

from sweval.blocks import MIME, Block, Blocks, Chart, Contents, Heading, Table, from_bundle

#: The tag of the cell that papermill puts in, with the parameters of a run.
INJECTED: Final = "injected-parameters"
#: That tag, and the tag of the cells that papermill adds where a cell failed.
PAPERMILLS: Final = frozenset({INJECTED, "papermill-error-cell-tag"})
SVG: Final = "{http://www.w3.org/2000/svg}"
#: The elements that charts are drawn with; none of them runs, fetches or embeds anything.
_NAMES: Final = "svg title desc defs g path rect circle ellipse line polyline polygon pattern marker clipPath text tspan use"
DRAWING: Final = frozenset(SVG + name for name in _NAMES.split())


class Unfit(ValueError):
    """No file may be made from this notebook; the message is the reason, in Chinese."""


@dataclass(frozen=True)
class ShownCell:
    """The blocks that a cell shows; ``index``: the cell's position in the notebook, from 0."""

    index: int
    blocks: Blocks


def collect(notebook: Any, edition: str = "") -> tuple[Block, ...]:
    """All blocks of an executed notebook, laid out. Raises :class:`Unfit`."""
    return laid_out(blocks_of(shown_cells(notebook, edition)))


def shown_cells(notebook: Any, edition: str = "") -> tuple[ShownCell, ...]:
    """The cells of an executed notebook that show blocks.

    Raises :class:`Unfit` for a notebook with an error, without blocks, with blocks of several editions or of another
    edition than ``edition`` (empty: any), or with blocks of several evaluations.
    """
    cells = tuple(_cells(notebook))
    if not any(len(cell.blocks) for cell in cells):
        raise Unfit("笔记本没有显示报告的任何一节")
    found = sorted({cell.blocks.edition for cell in cells})
    if len(found) > 1:
        raise Unfit(f"笔记本里混有不同稿次的内容（{'、'.join(found)}），请让各格都用同一个 report")
    if edition and found != [edition]:
        raise Unfit(f"笔记本作的是{found[0]}，不是{edition}，请删去参数格以后改写 edition 的那一行")
    _refuse_several(notebook, cells)
    return cells


def _refuse_several(notebook: Any, cells: tuple[ShownCell, ...]) -> None:
    """Raise :class:`Unfit` for parts of several evaluations, with the cells of each."""
    by_origin: dict[str, list[int]] = {}
    for cell in cells:
        if cell.blocks.origin:
            by_origin.setdefault(cell.blocks.origin, []).append(cell.index)
    if len(by_origin) > 1:
        groups = "；".join(cell_names(notebook, indexes) for indexes in by_origin.values())
        raise Unfit(f"笔记本里混有{len(by_origin)}次评估的内容（{groups}），请让各格都用同一个 report")


def cell_names(notebook: Any, indexes: Iterable[int]) -> str:
    """Cell numbers as in the analyst's notebook, from 1, without papermill's cells: ``第3、6—24格``."""
    injected = [n for n, cell in enumerate(notebook.cells) if PAPERMILLS & set(cell.metadata.get("tags", []))]
    numbers = [index + 1 - sum(n < index for n in injected) for index in indexes]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = (f"{first}—{last}" if last > first else f"{first}" for first, last in runs)
    return f"第{'、'.join(texts)}格"


def blocks_of(cells: Iterable[ShownCell]) -> tuple[Block, ...]:
    """The blocks of all cells in order."""
    return tuple(block for cell in cells for block in cell.blocks)


def laid_out(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with numbered captions and matching contents. Raises :class:`Unfit` for an unsafe picture."""
    for block in blocks:
        if isinstance(block, Chart) and (problem := unsafe(block.svg)):
            raise Unfit(f"图“{block.title}”含有{problem}")
    return tuple(_fitted(blocks))


def unsafe(svg: str) -> str:
    """What in ``svg`` does more than draw, in Chinese; empty if nothing does. Anybody may have edited a notebook.

    >>> unsafe('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    ''
    >>> unsafe('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    '不允许的元素 script'
    """
    if "<!" in svg:
        return "不允许的声明"
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError:
        return "不完整的图形"
    for element in root.iter():
        if element.tag not in DRAWING:
            return f"不允许的元素 {element.tag.rpartition('}')[2]}"
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or (plain == "href" and not value.startswith("#")):
                return f"不允许的属性 {plain}"
            if "url(" in value.replace("url(#", ""):
                return f"不允许的引用 {value[:40]}"
    return ""


def _cells(notebook: Any) -> Iterator[ShownCell]:
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise Unfit(f"{cell_names(notebook, [index])}运行出错：{output.ename}: {output.evalue}")
            if MIME in output.get("data", {}):
                try:
                    yield ShownCell(index, from_bundle(output["data"][MIME]))
                except ValueError:
                    where = cell_names(notebook, [index])
                    raise Unfit(f"{where}的内容不是这一版软件生成的，请重新运行笔记本") from None


def _fitted(blocks: Sequence[Block]) -> Iterator[Block]:
    anchors = {block.anchor for block in blocks if isinstance(block, Heading)}
    tables, charts = count(1), count(1)
    for block in blocks:
        if isinstance(block, Table):
            yield replace(block, caption=f"表{next(tables)}　{block.caption}")
        elif isinstance(block, Chart):
            yield replace(block, title=f"图{next(charts)}　{block.title}")
        elif isinstance(block, Contents):
            # An analyst may have removed a section.
            yield replace(block, entries=tuple(e for e in block.entries if e.anchor in anchors))
        else:
            yield block
