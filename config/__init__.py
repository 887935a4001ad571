"""The process's settings: the environment, a file, and the defaults."""
