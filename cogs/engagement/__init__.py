"""Discord's side of engagement."""
