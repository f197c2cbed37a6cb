"""The parts that every page is built from: the viewer's context, ids, dialogs, forms, fields."""
