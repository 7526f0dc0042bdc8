"""What no single row shows: typed rows held against scheme, areas, panel and calendar; faults out."""
