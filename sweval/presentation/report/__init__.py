"""What a notebook calls: a report's parts as methods, its record, and the report by the data alone."""
