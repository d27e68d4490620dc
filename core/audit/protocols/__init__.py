"""The monthly protocol of the trail: made by itself, printed, signed by two people, checked against the base."""

from core.audit.protocols.acts import SIGN, SIGNERS, attach, make, sign
from core.audit.protocols.checking import check, check_said, named
from core.audit.protocols.reading import READ, listed, one

__all__ = ["READ", "SIGN", "SIGNERS", "attach", "check", "check_said", "listed", "make", "named", "one", "sign"]
