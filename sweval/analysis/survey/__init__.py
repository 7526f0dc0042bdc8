"""The survey: sampling, satisfaction, groups, weights, and which small counts are hidden."""
