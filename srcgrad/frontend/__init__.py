"""Python text -> IR: the only place that knows Python syntax."""
