"""The process's settings: environment variables, a file, and defaults."""
