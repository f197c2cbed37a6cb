-- The columns that `store/profiles/profiles.py: _column_values` fills. The parameters have the same names.
kind, name, search_key, {{texts: _}}, organization_id, category_id, color_id, sales_id, support_id, other_id, note
