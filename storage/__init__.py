"""Tables, migrations, unit of work and repositories; SQLAlchemy lives here only."""
