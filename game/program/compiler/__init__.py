"""A story's tree to blocks: the names that there are, conditions and texts resolved, scene by scene."""
