"""Reports of concern on the screen: writing one with one's name, the auditor's list, one report."""
