"""What editors ask of a story, a module for each kind of question: answered from the last story that could be read."""
