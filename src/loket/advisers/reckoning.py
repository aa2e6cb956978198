"""What follows from an advice request, pure."""
