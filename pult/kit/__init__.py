"""Tools without a product word: database, bus, jobs, clock, secrets, errors."""
