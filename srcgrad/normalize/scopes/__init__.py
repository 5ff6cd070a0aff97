"""What names mean: versions, buffers, aliases, records."""
