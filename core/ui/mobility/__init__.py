"""Academic mobility on the screen: one drawn up, its states, its place in the plan, recognition."""
