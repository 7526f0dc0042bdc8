"""Trust: complete publication, digests of all inputs, the verification code, no personal numbers."""
