"""The rules, in plain Python: no Discord, no SQL, no process."""
