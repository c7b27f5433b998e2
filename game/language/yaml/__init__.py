"""YAML text to nodes with positions, within limits; `mistakes` says what is wrong with text that is no YAML."""
