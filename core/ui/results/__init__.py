"""Results in figures on the screen."""
