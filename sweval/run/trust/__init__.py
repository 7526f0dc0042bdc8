"""What a reader relies on: published whole, digests of all inputs, the code at the end, no personal numbers."""
