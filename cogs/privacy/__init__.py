"""Discord's side of privacy."""
