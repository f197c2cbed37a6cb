"""The shared database (PostgreSQL): its connections, and the watcher for other processes' writes."""
