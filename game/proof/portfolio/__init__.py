"""Which search is tried on which questions, in what order and for how long."""
