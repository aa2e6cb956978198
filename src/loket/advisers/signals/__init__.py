"""An anonymous signal to a director: a standard text with codes, never to a unit too small to hide who told it."""
