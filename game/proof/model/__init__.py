"""What every search reads: the control-flow graph of a story, what its texts change, goals, successors, slices, value sets."""
