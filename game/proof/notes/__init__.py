"""What a writer may want to know beside the verdicts: conditions, draws, values read before they are set, ranges."""
