-- The columns that `store/profiles/profiles.py: _columns` fills, for many profiles.
kind TEXT[], name TEXT[], search_key TEXT[], {{texts: _ TEXT[]}}, organization_id BIGINT[], category_id BIGINT[],
color_id BIGINT[], sales_id BIGINT[], support_id BIGINT[], other_id BIGINT[], note TEXT[]
