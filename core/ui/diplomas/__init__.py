"""Diplomas on the screen: a year at a glance, the platform's file, registering, issue, the book, one diploma."""
