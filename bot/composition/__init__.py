"""Chooses the adapters of each service, one module per feature."""
