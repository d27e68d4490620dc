"""Progress of students (clauses 2-b, 2-d): debts, GPA and places, the summary of a group, and what would follow from
another mark.
"""
