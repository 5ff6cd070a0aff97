"""IR -> text: the emitted module."""
