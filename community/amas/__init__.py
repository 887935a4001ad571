"""AMAs: members ask a guest anything, in one thread of a topic, at a set time."""
