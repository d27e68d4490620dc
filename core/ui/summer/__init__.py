"""The screens of the summer semester."""
