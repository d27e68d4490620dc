"""The exam timetable on the screen: board, one's own exams, planning, a table, the proposal, publishing."""
