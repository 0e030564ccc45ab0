"""Batching of appends, the bell's reader, rings for replay. Knows no table of a talk: wiring gives it the functions."""
