"""The page of the new year: the reckoning, who repeats, the order and the button, advisers of groups."""
