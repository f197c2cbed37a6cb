"""Pure functions from data to component trees."""
