"""The operator's desk: lists, talks, live typing; everything an operator sees and does."""
