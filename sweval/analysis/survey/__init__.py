"""What people answered: satisfaction, groups, weights, whom to ask, which small counts are hidden."""
