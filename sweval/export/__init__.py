"""Blocks as files: HTML."""
