"""Requests of data on the screen: lists, sending, one request, one unit's answer."""
