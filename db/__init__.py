"""The SQL of the audits, shipped as text beside the code; the built database lies here too, and is not shipped."""
