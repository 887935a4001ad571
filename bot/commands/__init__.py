"""The longer commands of ``python -m bot``."""
