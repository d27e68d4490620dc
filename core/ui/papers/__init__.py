"""Papers on the screen: transcripts as issued, the list of all papers, a request, one paper's way."""

from core.ui.papers.issued import downloads, issued_table, one, studies

__all__ = ["downloads", "issued_table", "one", "studies"]
