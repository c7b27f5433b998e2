"""The writer's side of a story that is played while it is written: what is wrong, where every line stands, and the ways to any place."""
