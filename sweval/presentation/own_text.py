"""The evaluator's own paragraphs (``text.yaml``), which are added to the generated ones or replace them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Final

from sweval.blocks import Block, Findings, Paragraph, Sentence
from sweval.domain.disclosure.editions import is_one_of
from sweval.domain.station.station import OwnText
from sweval.domain.values.faults import Fault, Refused
from sweval.evaluation import Evaluation
from sweval.presentation.citations import cite

#: Remains of a mistyped placeholder: unpaired, single or full-width braces.
BROKEN: Final = re.compile(r"\{\{|\}\}|[｛｝]|\{[a-z]+\.[a-z0-9_.-]+\}")
PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def check(evaluation: Evaluation, sections: Sequence[str]) -> None:
    """Refuse unknown sections and placeholders, and figures that are missing or that the edition withholds."""
    faults = [
        fault
        for number, text in enumerate(evaluation.station.own_text, start=1)
        if is_for(text, evaluation)
        for fault in _faults(number, text, evaluation, sections)
    ]
    if faults:
        raise Refused(faults)


def _faults(number: int, text: OwnText, evaluation: Evaluation, sections: Sequence[str]) -> Iterator[Fault]:
    section, within = (f"paragraphs[{number}].{field}" for field in ("section", "text"))
    fault = partial(Fault, "text.yaml", text.line)
    if text.section not in sections:
        yield fault(section, text.section, "没有这一部分", f"可填：{'、'.join(sections)}")
    rest = PLACEHOLDER.sub("", text.text)
    if BROKEN.search(rest):
        yield fault(within, rest, "花括号没有成对", "数字写作 {{score.total}}")
    for id in PLACEHOLDER.findall(text.text):
        figure = evaluation.figures.get(id)
        if id in evaluation.figures.withheld:
            yield fault(within, id, "本稿不得载入这个数字", "请改写这句话，或用 editions 写明用于哪些稿")
        elif figure is None:
            yield fault(within, id, "没有这个数字", _hint(id, evaluation))
        elif figure.missing:
            yield fault(within, id, "这个数字未提供，不能引用", "请改写这句话")


def _hint(id: str, evaluation: Evaluation) -> str:
    """The most similar ids, or where all ids are listed."""
    near = get_close_matches(id, list(evaluation.figures), n=3)
    return f"是否为：{'、'.join(near)}" if near else "编号见工作底稿附录“数字来源”的“引用编号”"


def is_for(text: OwnText, evaluation: Evaluation) -> bool:
    """Whether the paragraph belongs in the evaluation's edition; without ``editions`` it belongs in all."""
    return not text.editions or is_one_of(evaluation.edition, text.editions)


def merge(section: str, generated: Iterable[Block], evaluation: Evaluation) -> list[Block]:
    """The blocks of a section with the evaluator's paragraphs for this edition.

    ``replace`` replaces the section's sentences and lists; tables, charts, headings, notes and the results of rules
    (total, grade, vetoes) stay. ``add`` comes last.
    """
    own = [t for t in evaluation.station.own_text if t.section == section and is_for(t, evaluation)]
    replacing = [_paragraph(text, evaluation) for text in own if text.mode == "replace"]
    adding = [_paragraph(text, evaluation) for text in own if text.mode == "add"]
    blocks = list(generated)
    if replacing:
        first = next((n for n, block in enumerate(blocks) if _is_text(block)), 0)
        kept = [[b for b in part if not _is_text(b)] for part in (blocks[:first], blocks[first:])]
        blocks = [*kept[0], *replacing, *kept[1]]
    return [*blocks, *adding]


def _is_text(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return block.role == "body" and not block.fixed
    return isinstance(block, Findings)


def _paragraph(text: OwnText, evaluation: Evaluation) -> Paragraph:
    figures = [evaluation.figures[id] for id in PLACEHOLDER.findall(text.text)]
    shown = PLACEHOLDER.sub(lambda slot: evaluation.figures[slot[1]].text, text.text)
    return Paragraph((Sentence(shown, tuple(cite(figure) for figure in figures)),), author=text.author)
