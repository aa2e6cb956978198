"""What other rooms ask of this one, by a name in the settings."""
