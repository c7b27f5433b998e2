"""What stands in scenes: steps, prose, talk and choices."""
