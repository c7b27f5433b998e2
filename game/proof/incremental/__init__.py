"""What is kept from one proof to the next, and what an edit leaves valid."""
