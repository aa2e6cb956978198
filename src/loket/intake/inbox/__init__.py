"""The inbox of a body: what its officers read, write and register."""
