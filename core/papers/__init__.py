"""Papers (clauses 24-c, 38): requested, made from a template, checked, signed, handed over; one life for every kind.

acts: request, make. life: the steps every paper shares. content: what a template's variables stand for.
reading: lists, files, the public check. (Nothing is imported here: transcripts need `life` without the acts.)
"""
