"""The blocks of a story as a graph: where they lead, which of them lead to one another, and how much each can add to a turn."""
