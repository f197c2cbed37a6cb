"""Files that come and go over HTTP: uploads, imports, exports."""
