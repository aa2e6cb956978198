"""What a publication may show of small counts: the profiles of an organisation, and its tables under one of them."""
