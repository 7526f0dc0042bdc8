"""What holds for any scores, days and counts."""
