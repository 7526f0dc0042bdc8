"""What was done: progress against the contract, forecasts, whether printed rates can be right."""
