"""From what raters gave to marks, total and grade, with every step."""
