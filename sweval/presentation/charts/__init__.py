"""Charts: one module per picture; plain data and formatted text in, a matplotlib figure out."""
