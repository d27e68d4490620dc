"""The career sector on the screen: figures, graduates of a year, campaigns."""
