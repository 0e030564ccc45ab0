"""Pult: a self-hosted, omnichannel customer-care desk."""

__version__ = "0.1.0"
