"""The management review (ISO 9001, 9.3; clause 29-b): a pack of all its inputs, made in one press and then frozen.

inputs, quality: what is read when the pack is made; cells: how its values are kept and said; acts: made, written, sent,
decided; reading: lists; paper: PDF and DOCX of one list of blocks.
"""

from core.management_review.acts import decide, make, send, write
from core.management_review.reading import followed, get, listed, usual

__all__ = ["decide", "followed", "get", "listed", "make", "send", "usual", "write"]
