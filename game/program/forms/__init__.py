"""The forms of expressions and texts in a Program: closed types, the walks over them, and what an expression means."""
