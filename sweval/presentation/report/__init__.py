"""What a notebook calls: a report with a method for each part, its record, and the direct report of the data."""
