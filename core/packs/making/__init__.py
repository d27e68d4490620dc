"""What each part of a pack is: the rooms of the office are asked for their own tables and papers, none made twice."""

from core.packs.making.made import Made, Making
from core.packs.making.table import parts

__all__ = ["Made", "Making", "parts"]
