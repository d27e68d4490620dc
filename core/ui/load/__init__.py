"""The page of the load: what is asked, tables and pictures, a teacher's class, lessons to be given out."""
