"""The duty to break confidentiality: guided, on a legal ground, and the reporter hears of it unless the law forbids."""
