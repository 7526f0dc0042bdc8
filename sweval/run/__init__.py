"""Runs: one report or thousands, each in a process of its own, published whole or not at all."""
