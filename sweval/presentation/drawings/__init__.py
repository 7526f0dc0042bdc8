"""Charts of an evaluation: their figures, title, units, source and alternative text."""
