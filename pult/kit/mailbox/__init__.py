"""A mailbox that is looked into: letters are stored as they came, read afterwards, given to whoever they are for."""
