"""One station twice: two assessments, or one and a change tried on it. Evaluations in, what differs out."""
