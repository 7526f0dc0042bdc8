"""Verification of published reports: a folder in, every difference out."""
