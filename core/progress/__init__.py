"""Progress of students: debts, GPA and places, the summary of a group, and what would follow from another mark."""
