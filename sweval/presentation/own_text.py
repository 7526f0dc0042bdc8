"""The evaluator's own paragraphs (``text.yaml``): put in beside or instead of the generated ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from sweval.blocks import Block, Paragraph, Sentence
from sweval.domain.faults import Fault, Refused
from sweval.domain.station import OwnText
from sweval.evaluation import Evaluation
from sweval.presentation.outline import OWN_TEXT_SECTIONS
from sweval.presentation.words import cite
from sweval.record import Edition

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def check(evaluation: Evaluation, edition: Edition) -> None:
    """Refuse unknown sections and placeholders, figures that were not provided or that the edition withholds."""
    faults = [
        fault
        for number, text in enumerate(evaluation.station.own_text, start=1)
        for fault in _faults(number, text, evaluation, edition)
    ]
    if faults:
        raise Refused(faults)


def _faults(number: int, text: OwnText, evaluation: Evaluation, edition: Edition) -> Iterator[Fault]:
    where = f"paragraphs[{number}]"
    if text.section not in OWN_TEXT_SECTIONS:
        known = "、".join(OWN_TEXT_SECTIONS)
        yield Fault("text.yaml", 0, f"{where}.section", text.section, "没有这一部分", f"可填：{known}")
    for id in PLACEHOLDER.findall(text.text):
        figure = evaluation.figures.get(id)
        if figure is None:
            yield Fault(
                "text.yaml", 0, f"{where}.text", id, "没有这个数字", "编号见 record.json 或附录“数字来源”"
            )
        elif figure.missing:
            yield Fault("text.yaml", 0, f"{where}.text", id, "这个数字未提供，不能引用", "请改写这句话")
        elif edition not in figure.editions:
            yield Fault("text.yaml", 0, f"{where}.text", id, "本稿不得载入这个数字", "请改写这句话")


def merge(section: str, generated: Iterable[Block], evaluation: Evaluation) -> list[Block]:
    """The blocks of a section with the evaluator's paragraphs; replaced are paragraphs of text only."""
    mine = [text for text in evaluation.station.own_text if text.section == section]
    blocks = list(generated)
    if any(text.mode == "replace" for text in mine):
        blocks = [b for b in blocks if not (isinstance(b, Paragraph) and b.role == "body")]
    return [*blocks, *(_paragraph(text, evaluation) for text in mine)]


def _paragraph(text: OwnText, evaluation: Evaluation) -> Paragraph:
    figures = [evaluation.figures[id] for id in PLACEHOLDER.findall(text.text)]
    shown = PLACEHOLDER.sub(lambda slot: evaluation.figures[slot[1]].text, text.text)
    return Paragraph((Sentence(shown, tuple(cite(figure) for figure in figures)),), author=text.author)
