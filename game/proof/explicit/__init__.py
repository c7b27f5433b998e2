"""State by state: walks, and breadth-first search over states packed into integers."""
