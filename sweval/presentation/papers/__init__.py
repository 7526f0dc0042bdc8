"""Working papers beside the report: workbooks to fill in or to keep on file."""
