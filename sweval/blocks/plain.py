"""Blocks as plain text: for terminals, and for comparing a notebook's stored outputs."""

from __future__ import annotations

from functools import lru_cache, singledispatch

from sweval.blocks.model import (
    Block,
    Chart,
    Cite,
    Contents,
    Cover,
    Findings,
    Heading,
    Paragraph,
    Table,
    Tiles,
)


def marks(cites: tuple[Cite, ...]) -> str:
    """Source marks as printed: ``〔B3、B5—B7〕``; consecutive codes are joined."""
    return f"〔{codes(cites)}〕" if cites else ""


def codes(cites: tuple[Cite, ...]) -> str:
    """The codes of a mark: ``B3、B5—B7``."""
    return "、".join(text for _, text in runs(cites))


def runs(cites: tuple[Cite, ...]) -> list[tuple[Cite, str]]:
    """The first citation and the printed text of each run of consecutive codes; sorted, without duplicates.

    ``B5—B7``, but ``反馈表3—5、8``: a long name is not repeated.
    """
    if len(cites) == 1:
        return [(cites[0], cites[0].code)]
    unique = {cite.code: cite for cite in cites}
    grouped: list[list[str]] = []
    for code in sorted(unique, key=_order):
        stem, number = _order(code)
        if grouped and _order(grouped[-1][-1]) == (stem, number - 1):
            grouped[-1].append(code)
        else:
            grouped.append([code])
    texts, previous = list[tuple[Cite, str]](), ""
    for run in grouped:
        (stem, low), (_, high) = _order(run[0]), _order(run[-1])
        long = len(stem) > 1
        first = str(low) if long and stem == previous else run[0]
        texts.append((unique[run[0]], first if len(run) == 1 else f"{first}—{high if long else run[-1]}"))
        previous = stem
    return texts


@lru_cache(maxsize=8192)
def _order(code: str) -> tuple[str, int]:
    stem = code.rstrip("0123456789")
    return stem, int(code[len(stem) :] or 0)


@singledispatch
def plain(block: object) -> str:
    """The block as lines of text."""
    raise TypeError(f"no plain text for {type(block).__name__}")


@plain.register
def _(block: Heading) -> str:
    return f"{'#' * block.level} {block.text}"


@plain.register
def _(block: Paragraph) -> str:
    text = "".join(sentence.text + marks(sentence.cites) for sentence in block.sentences)
    return f"{text}（{block.author}）" if block.author else text


@plain.register
def _(block: Table) -> str:
    lines = [block.caption, " | ".join(block.heads)]
    for row in block.rows:
        linked = [
            cell + marks(row.links[position]) if position in row.links else cell
            for position, cell in enumerate(row.cells)
        ]
        lines.append(" | ".join(linked + ([marks(row.cites)] if block.cited else [])))
    return "\n".join([*lines, f"注：{block.note}"] if block.note else lines)


@plain.register
def _(block: Chart) -> str:
    lines = [f"【图】{block.title}", block.subtitle, block.alt, block.source + marks(block.cites)]
    return "\n".join(line for line in lines if line)


@plain.register
def _(block: Findings) -> str:
    lines = [f"提出方：{block.author}"] if block.author else []
    for number, item in enumerate(block.items, start=1):
        label = f"【{item.label}】" if item.label else ""
        lines.append(f"（{number}）{label}{item.text}{item.recommendation}{marks(item.cites)}")
    return "\n".join(lines)


@plain.register
def _(block: Tiles) -> str:
    return "\n".join(
        f"{tile.label}：{tile.value}{'；' + tile.note if tile.note else ''}{marks(tile.cites)}"
        for tile in block.tiles
    )


@plain.register
def _(block: Cover) -> str:
    lines = [block.status, block.title, block.subtitle, *(f"{name}：{value}" for name, value in block.rows)]
    return "\n".join(line for line in lines if line)


@plain.register
def _(block: Contents) -> str:
    return "\n".join(["目录", *("  " * (entry.level - 1) + entry.text for entry in block.entries)])


def plain_all(blocks: tuple[Block, ...]) -> str:
    """All blocks, one after another."""
    return "\n\n".join(plain(block) for block in blocks)
