"""The keys of a story file, told to others: as a JSON Schema, and by the place where one stands in a text that is being written."""
