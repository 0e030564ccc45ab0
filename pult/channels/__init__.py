"""One file or folder = one channel. A channel translates and classifies errors, nothing else."""
