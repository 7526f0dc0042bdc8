"""What texts say: claims, numbers, names, likeness, recurring concerns."""
