"""Products besides reports: tables of scores, district overview, two assessments, papers, due dates."""
