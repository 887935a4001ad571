"""The ports on SQL: SQLite for a village, PostgreSQL for a city."""
