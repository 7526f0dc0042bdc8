"""Runs: one report or thousands, each in a separate process and published completely or not at all."""
