"""The scenes of a story and the ways between them: as a graph, as text, and laid out as a drawing."""
