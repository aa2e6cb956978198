"""The confidential advisers: their tally, who they are and how they are reached, and what they hand over."""
