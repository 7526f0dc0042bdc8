"""Blocks as files: HTML, Word, PDF."""
