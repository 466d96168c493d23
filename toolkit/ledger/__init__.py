"""台账: what was read, numbered, issued and later done, kept in one database per office folder.

Importing this package loads Django (about 0.2 s), so the edges import it only where they need it.
Everything a caller wants stands in :mod:`toolkit.ledger.store`.
"""

from toolkit.ledger.configuration import configure

# every module below defines or queries models, which Django wants configured first
configure()
