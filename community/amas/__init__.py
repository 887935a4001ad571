"""AMAs: a guest answers members' questions in one thread of a topic, from a set time on."""
