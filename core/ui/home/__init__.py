"""The home page by role: figures of the day, what waits, indicators, charts, the first day."""
