"""Which adapter each service gets, in a module a feature."""
