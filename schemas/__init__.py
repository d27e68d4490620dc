"""The words of the office as Pydantic models; they import nothing of ours but each other."""
