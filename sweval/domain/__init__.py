"""Nouns and rules of an evaluation. No input or output, no plotting, no clock."""
