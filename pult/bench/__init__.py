"""Measuring: ratios, taken side by side in one run on one machine, with a control that says whether they count."""
