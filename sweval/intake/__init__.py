"""The only door: files in, validated rows and rules out, or every fault named."""
