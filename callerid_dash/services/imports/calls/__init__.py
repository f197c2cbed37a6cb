"""Past calls from files and tables of telephone systems."""
