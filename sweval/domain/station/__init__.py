"""A station's assessment: rows of its tables, what each column is, and the score sheet made of them."""
