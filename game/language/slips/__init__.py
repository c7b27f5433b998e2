"""What writers mean by what means nothing here: the words for it. Only called on the way to a finding; nothing here decides what is right."""
