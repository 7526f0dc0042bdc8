"""Is this the report that was published? A folder in, every difference out."""
