"""The screens of promotion: the proposals of a year, one of them decided and approved."""
