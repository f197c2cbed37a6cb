-- Sets the same columns to the values of `new`.
kind = new.kind,
name = new.name,
search_key = new.search_key,
{{texts: _ = new._}},
organization_id = new.organization_id,
category_id = new.category_id,
color_id = new.color_id,
sales_id = new.sales_id,
support_id = new.support_id,
other_id = new.other_id,
note = new.note
