"""Promotion to the next year of study: a proposal with reasons, decided by the office, approved by another (clause 20,
domain.md 1.8). What it decided, the new year in one press obeys (core.rollover)."""
