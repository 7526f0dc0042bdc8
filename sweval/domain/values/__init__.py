"""Values that all other rooms use: exact numbers, days, rows and cells, faults."""
