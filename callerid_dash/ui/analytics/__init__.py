"""The analytics page and the parts that only it uses."""
