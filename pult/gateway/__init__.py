"""The one door between channels and the log."""
