"""The API for other channels, as far as it opens cases; it also puts the whole description together."""
