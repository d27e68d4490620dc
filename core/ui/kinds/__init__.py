"""The Kinds editor and the Fields editor on the screen."""
