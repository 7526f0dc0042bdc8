"""Runs: one station or many, published whole or not at all."""
