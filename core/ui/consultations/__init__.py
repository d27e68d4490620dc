"""Consultations on the screen: the quick record, the list, planning, one of them, the figures of a year."""
