"""What scores are good for at a cut-off or a depth: ordering, gain, cost and calibration, from score cells."""
