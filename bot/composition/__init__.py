"""Which adapter each service gets, a module a feature."""
