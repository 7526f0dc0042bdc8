"""Blocks as files: HTML, Word, PDF, and the registry of formats. It knows blocks, not evaluations."""
