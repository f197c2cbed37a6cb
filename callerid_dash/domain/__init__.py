"""Pure rules of the product: numbers, calls, profiles, users. Standard library and phonenumbers only."""
