"""A demo: an operator or two and a shop on another origin, to see the whole thing in a minute."""
