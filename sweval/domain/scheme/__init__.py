"""A scheme (指标体系): its tree, the rules of its leaves, and its checks."""
