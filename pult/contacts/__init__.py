"""Who writes to us: people and the identities by which channels know them."""
