"""Practices on the screen: those of a year, opening one, bases and contracts, figures, one practice, one student."""
