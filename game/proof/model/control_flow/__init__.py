"""The control-flow graph of a story: its places with their effects, and walks to a fixed point over it."""
