database-no-binaries = No database server comes with this kind of machine ({ $detail }). Set DATABASE_URL to a PostgreSQL server of your own.
database-needs-glibc = The database server that comes with the desk needs glibc, which this system does not have ({ $detail }). Use a system with glibc, or set DATABASE_URL to a PostgreSQL server of your own.
database-links-refused = The database server could not be completed in its folder ({ $detail }). Check who may write there.
database-initdb-failed = The database could not be created: { $detail }
database-folder-not-ours = The database folder { $detail } belongs to another account. Start the desk with the account that created it.
database-data-missing = The database was moved to { $detail }, and that folder is gone. Bring it back before you start the desk; nothing new was created in its place.
database-start-failed = The database server did not start: { $detail }
database-start-too-slow = The database server does not answer ({ $detail }). End that process, then start the desk again.
