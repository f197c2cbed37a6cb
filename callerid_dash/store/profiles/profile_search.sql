-- Finds profiles. Each part of a search key (name, trademark, organization, …) ends with '|'; the name is the first.
-- strpos() takes the typed text literally and finds '' everywhere. A filter that is NULL is no condition.

-- name: direct(phrase, word1, word2, word3, word4, digits, canonical, kind, categories, color, owner, anonymous, no_owner, after_place, after_key, after_id, limit)
-- By all words of a name, or by digits of a number. '' matches nothing as digits and everything as a phrase.
WITH numbered AS (
    SELECT profile_id, min(CASE WHEN number = CAST(:canonical AS TEXT) THEN 0 ELSE 4 END) AS place
    FROM phones
    WHERE number = CAST(:canonical AS TEXT)
       OR (CAST(:digits AS TEXT) <> '' AND strpos(coalesce(number, raw), CAST(:digits AS TEXT)) > 0)
    GROUP BY profile_id
), hits AS (
    SELECT id, search_key,
           least(coalesce(numbered.place, 9),
                 CASE WHEN strpos(search_key, CAST(:word1 AS TEXT)) = 0 OR strpos(search_key, CAST(:word2 AS TEXT)) = 0
                        OR strpos(search_key, CAST(:word3 AS TEXT)) = 0 OR strpos(search_key, CAST(:word4 AS TEXT)) = 0
                      THEN 9
                      WHEN CAST(:phrase AS TEXT) = '' OR starts_with(search_key, CAST(:phrase AS TEXT) || '|') THEN 0
                      WHEN starts_with(search_key, CAST(:phrase AS TEXT)) THEN 1
                      WHEN strpos(search_key, '|' || CAST(:phrase AS TEXT)) > 0 THEN 2
                      WHEN strpos(translate('|' || search_key, '|', ' '), ' ' || CAST(:word1 AS TEXT)) > 0
                       AND strpos(translate('|' || search_key, '|', ' '), ' ' || CAST(:word2 AS TEXT)) > 0
                       AND strpos(translate('|' || search_key, '|', ' '), ' ' || CAST(:word3 AS TEXT)) > 0
                       AND strpos(translate('|' || search_key, '|', ' '), ' ' || CAST(:word4 AS TEXT)) > 0 THEN 3
                      ELSE 5 END) AS place
    FROM profiles LEFT JOIN numbered ON numbered.profile_id = profiles.id
    WHERE ((strpos(search_key, CAST(:word1 AS TEXT)) > 0 AND strpos(search_key, CAST(:word2 AS TEXT)) > 0
            AND strpos(search_key, CAST(:word3 AS TEXT)) > 0 AND strpos(search_key, CAST(:word4 AS TEXT)) > 0)
           OR numbered.place IS NOT NULL)
      AND (CAST(:kind AS TEXT) IS NULL OR kind = CAST(:kind AS TEXT))
      AND (CAST(:categories AS BIGINT[]) IS NULL OR category_id = ANY(CAST(:categories AS BIGINT[])))
      AND (CAST(:color AS BIGINT) IS NULL OR color_id = CAST(:color AS BIGINT))
      AND (CAST(:owner AS BIGINT) IS NULL OR sales_id = CAST(:owner AS BIGINT)
           OR support_id = CAST(:owner AS BIGINT) OR other_id = CAST(:owner AS BIGINT))
      AND (CAST(:anonymous AS BOOLEAN) IS NULL OR anonymous = CAST(:anonymous AS BOOLEAN))
      AND (NOT CAST(:no_owner AS BOOLEAN) OR (sales_id IS NULL AND support_id IS NULL AND other_id IS NULL))
)
SELECT id, place, search_key FROM hits
WHERE (place, search_key, id) > (CAST(:after_place AS INTEGER), CAST(:after_key AS TEXT), CAST(:after_id AS BIGINT))
ORDER BY place, search_key, id
LIMIT :limit;

-- name: counts(word1, word2, word3, word4, digits, canonical, owner, anonymous, no_owner)
-- The number of these hits in each category, color and kind.
SELECT category_id, color_id, kind, count(*) AS profiles
FROM profiles
WHERE ((strpos(search_key, CAST(:word1 AS TEXT)) > 0 AND strpos(search_key, CAST(:word2 AS TEXT)) > 0
        AND strpos(search_key, CAST(:word3 AS TEXT)) > 0 AND strpos(search_key, CAST(:word4 AS TEXT)) > 0)
       OR id IN (SELECT profile_id FROM phones
                 WHERE number = CAST(:canonical AS TEXT)
                    OR (CAST(:digits AS TEXT) <> '' AND strpos(coalesce(number, raw), CAST(:digits AS TEXT)) > 0)))
  AND (CAST(:owner AS BIGINT) IS NULL OR sales_id = CAST(:owner AS BIGINT)
       OR support_id = CAST(:owner AS BIGINT) OR other_id = CAST(:owner AS BIGINT))
  AND (CAST(:anonymous AS BOOLEAN) IS NULL OR anonymous = CAST(:anonymous AS BOOLEAN))
  AND (NOT CAST(:no_owner AS BOOLEAN) OR (sales_id IS NULL AND support_id IS NULL AND other_id IS NULL))
GROUP BY category_id, color_id, kind;

-- name: alike(a1, a2, a3, a4, a5, a6, b1, b2, b3, b4, b5, b6, c1, c2, c3, c4, c5, c6, limit)
-- Profiles with a word of each group; NULL stands for no word.
SELECT id, search_key, kind, category_id, color_id, sales_id, support_id, other_id, anonymous
FROM profiles
WHERE (strpos(search_key, CAST(:a1 AS TEXT)) > 0 OR strpos(search_key, CAST(:a2 AS TEXT)) > 0
       OR strpos(search_key, CAST(:a3 AS TEXT)) > 0 OR strpos(search_key, CAST(:a4 AS TEXT)) > 0
       OR strpos(search_key, CAST(:a5 AS TEXT)) > 0 OR strpos(search_key, CAST(:a6 AS TEXT)) > 0)
  AND (strpos(search_key, CAST(:b1 AS TEXT)) > 0 OR strpos(search_key, CAST(:b2 AS TEXT)) > 0
       OR strpos(search_key, CAST(:b3 AS TEXT)) > 0 OR strpos(search_key, CAST(:b4 AS TEXT)) > 0
       OR strpos(search_key, CAST(:b5 AS TEXT)) > 0 OR strpos(search_key, CAST(:b6 AS TEXT)) > 0)
  AND (strpos(search_key, CAST(:c1 AS TEXT)) > 0 OR strpos(search_key, CAST(:c2 AS TEXT)) > 0
       OR strpos(search_key, CAST(:c3 AS TEXT)) > 0 OR strpos(search_key, CAST(:c4 AS TEXT)) > 0
       OR strpos(search_key, CAST(:c5 AS TEXT)) > 0 OR strpos(search_key, CAST(:c6 AS TEXT)) > 0)
ORDER BY search_key, id
LIMIT :limit;

-- name: learn(words)!
INSERT INTO profile_words (word) SELECT DISTINCT unnest(CAST(:words AS TEXT[])) ON CONFLICT DO NOTHING;

-- name: words(after_id)
SELECT id, word FROM profile_words WHERE id > :after_id ORDER BY id;
