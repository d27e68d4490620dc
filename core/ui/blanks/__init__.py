"""Screens of strict-reporting blanks: stock, numbers, receipt, acts, journal, stock-taking, keepers."""
