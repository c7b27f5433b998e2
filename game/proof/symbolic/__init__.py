"""Sets of states as decision diagrams: forward and backward reachability, layers, and diagrams with values at their leaves or edges."""
