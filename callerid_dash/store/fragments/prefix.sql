-- How a number begins, as far as any numbering plan tells where it is from, and how long it is.
CASE WHEN left(number, 1) = '+' THEN left(number, 10) ELSE '' END AS prefix,
CASE WHEN left(number, 1) = '+' THEN length(number) ELSE 0 END AS digits
