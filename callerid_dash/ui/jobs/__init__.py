"""Work that goes on while the page is used: progress of imports and exports, undo of what they did."""
