"""What outlives a restart: a database, and what is kept in it. The only package that imports the database toolkit."""
