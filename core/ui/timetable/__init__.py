"""The timetable on the screen: the week, the list, lessons placed and changed, a table brought in, clashes."""
