"""The command line of srcgrad, installed as `srcgrad_cli`."""
