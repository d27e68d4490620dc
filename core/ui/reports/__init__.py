"""Reports on the screen: built with a live look beside it, listed, run, put on first pages."""
