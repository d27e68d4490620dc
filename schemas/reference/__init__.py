"""Units and people of the institution, and what it is called on papers."""

from schemas.reference.office import SEAL, HolderShown, Office, SignedPaper, Signer, web_address
from schemas.reference.units import Department, Person, Room, UnitKind, UnitName

__all__ = [
    "SEAL", "Department", "HolderShown", "Office", "Person", "Room", "SignedPaper", "Signer", "UnitKind", "UnitName",
    "web_address",
]  # fmt: skip
