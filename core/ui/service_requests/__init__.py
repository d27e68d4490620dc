"""Requests to services on the screen: lists, asking, one request."""
