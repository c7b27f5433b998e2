"""Value sets: which values each variable can have at each place, as an abstract interpretation, and why others cannot be."""
