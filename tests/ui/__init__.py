"""The pages as data: renderers are pure functions, so tests compare their trees without a browser."""
