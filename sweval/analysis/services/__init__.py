"""Services delivered: progress against the contract, forecasts, the audit of printed rates."""
