"""The database: its shape, what is written to it and read back, and the proof that both agree."""
