"""AMAs, on Discord."""
