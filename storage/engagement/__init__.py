"""The SQL side of engagement."""
