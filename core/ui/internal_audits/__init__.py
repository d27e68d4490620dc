"""Internal audits on the screen: the board of a year, its programme, the plan of an audit, one audit step by step."""
