"""Text as such: its characters, what may reach a terminal, how much room it takes there, and names."""
