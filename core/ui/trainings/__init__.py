"""Trainings on the screen: one's own, all of them, who has not been, planning, one training."""
