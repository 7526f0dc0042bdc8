"""Comparisons of two assessments of a station, and trials, as blocks."""
