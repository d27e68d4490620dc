"""Appeals on the screen: filing one, its clock, its commission, its decision."""
