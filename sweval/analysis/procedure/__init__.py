"""The evaluation procedure: facts of the profile, steps and their time limits, rectification measures."""
