"""From definition, narrative and tables to a ``Document``: pure, nothing is laid out here."""
