"""A station compared with itself: two assessments, or an assessment and a trial change. Evaluations in, differences out."""
