"""What a writer may want to know beside the verdicts: conditions, draws, variables that nothing sets, ranges."""
