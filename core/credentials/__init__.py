"""The signed open credential beside the paper diploma (W3C VC 2.0, Open Badges 3.0), revoked together with it.

shape: a registered diploma as a credential, from its frozen values · proof: the signature (`eddsa-rdfc-2022`) ·
contexts: the words of the credential as files of the tree, never fetched · issuer: who signs, as did:web of the
office's public address · keys: made at the first start, outside of the tree, the database and backups; changed by an
act · signing: the act that signs · status: which credentials are withdrawn, as a signed list of bits · reading: for
pages · command: a copy of the key kept elsewhere, and back. docs/credentials.md tells it to the administrator.
"""
