"""Controlled documents on the screen: the register, a document with its versions, sheets, copies, readers."""
