"""The overview of a district as blocks."""
