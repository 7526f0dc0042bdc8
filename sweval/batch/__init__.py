"""Runs: one station or many, each in a process of its own, published whole or not at all."""
