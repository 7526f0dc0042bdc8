"""Tables with faults of their own: what can't be held against the rest of the data because of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Broken:
    """The tables that have faults, each with what the rows left out for them are of: node or id.

    ``None`` in its place: no row of the table could be read. A row that is left out isn't missing, and
    whoever cites it cites something; to say otherwise would be a second fault made of the first.
    """

    lost: Mapping[str, frozenset[str] | None] = field(default_factory=dict)

    def any(self, *tables: str) -> bool:
        """Whether any of these tables has faults."""
        return any(table in self.lost for table in tables)

    def besides(self, part: str) -> Broken:
        """The same, and another table or part of the profile."""
        return Broken({**self.lost, part: None})

    def lacks(self, table: str, key: str) -> bool:
        """Whether a row of this node, or with this id, may have been left out of a table."""
        keys = self.lost.get(table, frozenset())
        return keys is None or key in keys
