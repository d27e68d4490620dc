"""Correspondence on the screen: the register, a new letter, one letter with its life, the log of what was sent."""
