"""Values that everything else is made of: exact numbers, days, rows and cells, faults."""
