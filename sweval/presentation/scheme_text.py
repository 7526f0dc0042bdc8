"""A scheme in words, for the terminal: its tree as a table, then every rule with its source."""

from __future__ import annotations

from collections.abc import Iterator

from sweval.analysis.rulebook import scheme_rules
from sweval.blocks.plain import plain
from sweval.domain.scheme import Scheme
from sweval.presentation.sections.rules import scheme_table


def scheme_lines(scheme: Scheme) -> Iterator[str]:
    """Name, tree and rules of a scheme."""
    example = "（示例，不是现行规定）" if scheme.example else ""
    yield f"{scheme.id}　{scheme.name}{example}　{scheme.city}，{scheme.year}"
    yield scheme.availability
    yield ""
    yield plain(scheme_table(scheme))
    yield ""
    for rule in scheme_rules(scheme):
        if not rule.id.startswith("scheme.node."):
            assumed = "，含假定" if rule.assumed else ""
            yield f"{rule.name}：{rule.text}〔{rule.source}{assumed}〕"
