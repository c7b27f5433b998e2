"""See CONTRIBUTING.md for what lives in which room of the house."""
