"""The papers of the office as PDF: plain values in, bytes out. The only place that knows fpdf2."""
