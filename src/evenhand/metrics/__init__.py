"""Numbers to measurements: pure functions that know numpy, the kernel and no threshold."""
