"""The pages, as data: renderers are pure functions, so their trees are compared without a browser."""
