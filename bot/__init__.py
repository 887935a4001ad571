"""The process: composition root, gateway, journal, command line."""
