"""The academic difference on the screen: drawn up, decided in a grid, approved, what is not cleared."""
