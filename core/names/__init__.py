"""Names in three languages: proposed Latin spelling, letters of two scripts in one word, languages that are missing,
names that differ from the glossary; what is found is listed and mended by acts.

letters, mixed, glossary, findings: pure rules. scan: keeps what is found in step with the records. acts: accept a
proposal, keep a name as it is. reading: the list.
"""
