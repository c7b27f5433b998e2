"""The screens of a playthrough: the turn in view, what came before, whom and what one has met. Each is imported when it is first shown."""
