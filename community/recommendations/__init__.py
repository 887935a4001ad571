"""The service of asks, recommendations and votes."""
