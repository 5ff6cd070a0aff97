"""The programs: plain NumPy, as people write it."""
