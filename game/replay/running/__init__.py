"""Scripts found, followed through the engine, held against what they expect, and mended where a story has moved on."""
