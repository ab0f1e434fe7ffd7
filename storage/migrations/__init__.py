"""Steps from one version of the tables to the next, written by hand; see `storage.migrate`."""
