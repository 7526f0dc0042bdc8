"""How the evaluation went: facts of the profile, steps and their time limits, rectification."""
