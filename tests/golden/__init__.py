"""The published case, figure by figure."""
