"""The floor: who does what, who waits for how long, what comes close to its bar; live, for whoever leads."""
