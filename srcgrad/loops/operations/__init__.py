"""An operation and its operands -> the elements of its value."""
