"""Statistics of final attestation (clause 21-b) and the chair's report.

rules: rates with what they are divided by · reading: rows of the sums inside a scope, cut as asked · tables: every
table in words, for screen, file and paper · acts: the report's text and what was done · report: the report as values
for PDF and DOCX.
"""
