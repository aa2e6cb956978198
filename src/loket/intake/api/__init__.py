"""The API for other channels."""
