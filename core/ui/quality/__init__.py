"""Objectives, nonconformities and risks on the screen."""
