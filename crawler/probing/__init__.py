"""Adding a site: what its homepage, channels and a few articles tell, written into a site file with a sample."""
