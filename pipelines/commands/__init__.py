"""The commands that need no web: each module is one command; the `kliping` command line mounts them."""
