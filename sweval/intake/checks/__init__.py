"""Checks across rows: rows against the scheme, areas, panel and dates. A Station in, faults out."""
