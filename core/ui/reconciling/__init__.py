"""Reconciling on the screen: a file is brought in, a comparison is opened."""
