"""The management review on the screen: the packs, the press that makes one, one pack with its words and decisions."""
