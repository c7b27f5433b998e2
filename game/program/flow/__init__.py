"""What the ways of a whole story show without playing it: what nothing leads to, and what goes round."""
