"""Maintainers' tools: not part of the package that is installed."""
