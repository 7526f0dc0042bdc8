"""sweval: evaluation reports of social-work stations (社工站) as reproducible notebooks."""
