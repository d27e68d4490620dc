"""The contingent, its movement and leaves on the screen."""
