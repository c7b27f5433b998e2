"""What a player keeps: saves, chapters' beginnings, settings and keepsakes, as every front asks for them."""
