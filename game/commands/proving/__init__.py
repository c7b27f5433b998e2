"""The commands that prove, with what they share: bounds as options, what is seen of a long proof, the suite in a folder."""
