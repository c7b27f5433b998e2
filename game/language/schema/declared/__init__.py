"""What a file declares beside its scenes: variables and groups, sets, panels, rules for each choice, and what was renamed."""
