"""The panel (评委): agreement of experts, and their deviations from each other."""
