"""Transcripts (clauses 2-d, 24-c, 58): issue, issue for a group, reprint as a copy, hand the file over, check a
code.
"""

from core.transcripts.acts import issue, issue_many, reprint
from core.transcripts.reading import file_name, file_of, has_address, listed, verify

__all__ = ["file_name", "file_of", "has_address", "issue", "issue_many", "listed", "reprint", "verify"]
