"""The live page: current calls, today's figures beside them, the health badge."""
