"""Explanations, recommendations, instructions on the screen: lists, writing, one edition with its readers."""
