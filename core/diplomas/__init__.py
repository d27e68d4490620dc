"""Diplomas of own sample (clauses 26, 33-5, 33-10, domain.md 6): from the graduate's check to the hand-over.

settings: kinds and layouts of today · graduates: who is to get one in a year · checks: all that must stand before a
diploma is registered, each with the page that mends it · preparing: the draft of a diploma · platform: number and QR of
the national platform, brought in, never made · registering: number of the registration book, values frozen, blanks
bound · handing: to the holder · duplicates: applications and what comes of them, with clock, bearing, old (of the paper
book), annulling · requests: applications as a page reads them. Blanks: core.blanks.
"""
