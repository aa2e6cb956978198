"""A year of facts, frozen with its code lists: hashed, chained, and never changed."""
