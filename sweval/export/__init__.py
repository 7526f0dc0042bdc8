"""Blocks as files: HTML, Word, PDF, and the registry of formats. It depends on blocks, not on evaluations."""
