"""A scheme (指标体系): the tree, the rules of its leaves, and what can be wrong with them."""
