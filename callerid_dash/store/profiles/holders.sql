-- Who holds a number. `phones.card` copies the view `holder_cards`, so one index lookup answers.

-- name: by_number(number)
SELECT card FROM phones WHERE number = :number;

-- name: by_numbers(numbers)
SELECT number, card FROM phones WHERE number IN (SELECT unnest(CAST(:numbers AS TEXT[])));

-- name: cards(ids)
SELECT profile_id, card FROM holder_cards WHERE profile_id = ANY(CAST(:ids AS BIGINT[]));

-- name: refresh(ids)!
-- Must follow a change of profiles or of their phones.
UPDATE phones SET card = c.card FROM holder_cards c
WHERE c.profile_id = phones.profile_id AND phones.profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: outdated()
SELECT phones.id FROM phones LEFT JOIN holder_cards c ON c.profile_id = phones.profile_id
WHERE c.card IS NULL OR c.card <> phones.card
ORDER BY phones.id;
