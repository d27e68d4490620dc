"""The academic calendar on the screen: picture, grid of periods, holidays, copy, approval, terms."""
