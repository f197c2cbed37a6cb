"""Records: notes on contacts with a customer, and the timeline that they are part of."""
