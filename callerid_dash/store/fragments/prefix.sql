-- The beginning of a number, as long as any numbering plan needs to determine its origin, and the number's length.
CASE WHEN left(number, 1) = '+' THEN left(number, 10) ELSE '' END AS prefix,
CASE WHEN left(number, 1) = '+' THEN length(number) ELSE 0 END AS digits
