"""Surface block -> the same in fewer constructs: one way out, one call a line."""
