"""The only way in: files in, validated rows and rules out, or a refusal with every fault."""
