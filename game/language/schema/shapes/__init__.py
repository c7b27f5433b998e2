"""What may stand in the files of a story, as data: which keys there are, what each takes and what it means. The readers take their keys from here."""
