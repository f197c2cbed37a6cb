-- What is changed on many profiles at once.
category_id BIGINT[], color_id BIGINT[], sales_id BIGINT[], support_id BIGINT[], other_id BIGINT[]
