"""A station's assessment: the rows of its tables, the data dictionary that describes them, and the score sheet."""
