"""AMAs, in SQL."""
