"""Web push: an operator away from her desk is called, a visitor is told of an answer. With our own keys, no relay."""
