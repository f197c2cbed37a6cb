-- A text as a cell of CSV: in quotation marks, with an apostrophe first if it could be taken for a formula.
CASE WHEN x.{{it}} <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.{{it}}, 1)) > 0 THEN '"''' ELSE '"' END END,
CASE WHEN strpos(x.{{it}}, '"') > 0 THEN replace(x.{{it}}, '"', '""') ELSE x.{{it}} END, CASE WHEN x.{{it}} <> '' THEN '"' END
