"""Many states at once, as rows of NumPy arrays."""
