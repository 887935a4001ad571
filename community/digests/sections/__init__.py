"""The sections of digests, a module each."""
