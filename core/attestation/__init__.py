"""Final attestation (clauses 21, 25-c, 33-4, 33-5): commissions, preparation, admission, sittings, protocols, figures.

commissions: who sits, on what decisions (conflicts, papers, deadlines in their own modules) · candidacies: what each
graduate prepares · admission: who may come, and why not · sittings: when and in what order · protocols: written on the
spot, signed, frozen · closing: the sheet and the award made from protocols · figures: statistics and the chair's report
(`core.sums.attestation` counts them) · control: what is ready and what is missing.
"""
