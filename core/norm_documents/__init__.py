"""Controlled documents (clauses 7, 18, 19, 30, 33-1, 48-53, 55, 57, annex-1, annex-2): their
register and the life of each version.

rules: what two thirds are, which step may follow, whom a document waits for; life: the steps of a version; register:
cards, editions of legal acts, what a change asks of others; sheets, copies, comments, acks: what stands beside a
version; texts: its words; reading: lists; shipped: what an office starts with.
"""

from core.norm_documents.reading import get, of_version, version, versions

__all__ = ["get", "of_version", "version", "versions"]
