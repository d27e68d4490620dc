"""Meetings on the screen: the list, what is to be fulfilled, planning, one meeting with its protocol."""
