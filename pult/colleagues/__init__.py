"""Colleagues among themselves: words that no contact ever sees."""
