"""The process: composition root, gateway, logs, command line."""
