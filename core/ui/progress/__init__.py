"""The screens of progress: debts, GPA and places, the summary of a group, what would follow."""
