"""The monthly overview of a unit: what was reported, investigated and settled, from facts only, in bands."""
