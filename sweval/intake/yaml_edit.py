"""A value in a YAML text changed or taken out, with everything around it left as it stands."""

from __future__ import annotations

import yaml


def replaced(text: str, path: tuple[str, ...], value: str) -> str:
    """The text with another scalar at ``path``, quoted as the former was. Raises ``KeyError`` where there is nothing there."""
    mapping, at = _place(text, path)
    node = mapping.value[at][1]
    quote = node.style if node.style in ("'", '"') else ""
    return f"{text[: node.start_mark.index]}{quote}{value}{quote}{text[node.end_mark.index :]}"


def without(text: str, path: tuple[str, ...]) -> str:
    """The text without the key at ``path``, which is not the only one of its mapping. Raises ``KeyError``."""
    mapping, at = _place(text, path)
    key, value = mapping.value[at]
    if mapping.flow_style:
        if at:
            return text[: mapping.value[at - 1][1].end_mark.index] + text[value.end_mark.index :]
        return text[: key.start_mark.index] + text[mapping.value[1][0].start_mark.index :]
    start = text.rfind("\n", 0, key.start_mark.index) + 1
    # A block ends where the next thing begins; its last line is that of its last scalar.
    while isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value:
        last = value.value[-1]
        value = last[1] if isinstance(last, tuple) else last
    end = text.find("\n", value.end_mark.index)
    return text[:start] + ("" if end < 0 else text[end + 1 :])


def _place(text: str, path: tuple[str, ...]) -> tuple[yaml.MappingNode, int]:
    """The mapping that holds the last key of ``path``, and where in it."""
    node = yaml.compose(text, yaml.SafeLoader)
    for depth, name in enumerate(path, start=1):
        if not isinstance(node, yaml.MappingNode):
            raise KeyError(path)
        names = [key.value for key, _ in node.value]
        if name not in names:
            raise KeyError(path)
        at = names.index(name)
        if depth == len(path):
            return node, at
        node = node.value[at][1]
    raise KeyError(path)
