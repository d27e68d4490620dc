"""Holds: library, dormitory, payments, archive put one with a reason and lift it; what it stops is said by its kind.

acts: put, lift. reading: lists, one student's, a pasted list of numbers. stops: what `core.tx` asks when an act is
sealed. clearance: the clearance sheet. (Nothing is imported here: `core.tx` needs `stops` without the acts.)
"""
