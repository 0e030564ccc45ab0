"""Saved replies: a library that is never compulsory, with variables, languages, files and an honest count."""
