"""What compiled code is made of: indices, elements, loops, and the block being written."""
