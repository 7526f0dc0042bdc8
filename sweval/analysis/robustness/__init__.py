"""Robustness: the grades that other ways of scoring and other panels give."""
