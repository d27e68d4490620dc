"""Packs for licensing, state attestation and accreditation (clause 22): described as data, made as one file, logged.

contents: what may go in, and the list of one kind; acts: asked for, asked again, made; making: what each part is;
work: the long work that makes it; index: the list of files with their hashes; reading: the packs that were made.
"""

from core.packs.acts import again, ask, resume
from core.packs.reading import get, going_on, kinds, listed, offered, said, taken

__all__ = ["again", "ask", "get", "going_on", "kinds", "listed", "offered", "resume", "said", "taken"]
