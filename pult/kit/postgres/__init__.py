"""The embedded PostgreSQL: where its programs come from, how one server is started, adopted, checked and stopped."""
