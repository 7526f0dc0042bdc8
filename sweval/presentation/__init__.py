"""Evaluations as blocks: words, tables and charts in Chinese."""
