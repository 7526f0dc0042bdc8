"""The papermill engine ``sweval``: runs cells in a process forked for each notebook. Independent of stations."""
