"""What is made besides reports: tables of scores, the district, two assessments, papers, what is due."""
