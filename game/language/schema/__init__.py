"""Nodes to the tree of a story: each key, step and choice that there is, and what is wrong where there is none such."""
