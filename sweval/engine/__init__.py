"""The papermill engine ``sweval``: runs cells in a process forked for each notebook; knows no station."""
