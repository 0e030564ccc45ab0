"""The log of a talk: entries, counters, and the commands that write them."""
