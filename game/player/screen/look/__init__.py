"""What the screens look like: colours, what becomes of them where there are few, and words in lines."""
