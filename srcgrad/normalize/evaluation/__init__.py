"""Surface expression -> its meaning."""
