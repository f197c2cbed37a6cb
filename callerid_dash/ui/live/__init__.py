"""The live page: calls of this moment, today's figures beside them, the health badge."""
