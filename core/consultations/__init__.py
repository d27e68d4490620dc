"""Seminars, meetings and consultations for departments and teachers (clause 33-8): planned, held, counted by year."""

from core.consultations.acts import cancel, hold, plan, record
from core.consultations.reading import Figures, counted, get, listed, of_year, xlsx

__all__ = ["Figures", "cancel", "counted", "get", "hold", "listed", "of_year", "plan", "record", "xlsx"]
