"""Python text -> the surface IR. The only place that knows Python syntax."""
