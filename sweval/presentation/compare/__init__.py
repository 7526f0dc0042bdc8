"""Two assessments of a station, and trials, as blocks."""
