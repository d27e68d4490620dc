"""Packs on the screen: asked for, listed, one with its files, what a kind holds."""
