"""Joining two records of one person: seen before it is done, done by two people, taken back while nothing rests on it.

The kept record gains `merged_in`: the other's studies with all results, his papers, the chosen card fields. The other
gains `merged_into`: it keeps its number and its history, and stands in no list. What is closed (sheets, transcripts)
stays as it was and is found through both records (core/merged.py); what still lives goes over with its study.
"""

from core.students.merging.acts import confirm, decline, propose, undo
from core.students.merging.preview import Preview, merges, pairs, preview
from core.students.merging.rules import Conflict

__all__ = ["Conflict", "Preview", "confirm", "decline", "merges", "pairs", "preview", "propose", "undo"]
