"""From raters' scores to marks, total and grade, with every step."""
