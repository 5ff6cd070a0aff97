"""IR -> facts."""
