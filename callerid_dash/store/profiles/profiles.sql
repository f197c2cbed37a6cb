-- Profiles with their phones and e-mail addresses. Writing works on batches: one array per column.

-- name: new_ids(slots)
SELECT nextval('profile_ids') AS id FROM (SELECT unnest(CAST(:slots AS BIGINT[])) AS slot) AS slots;

-- name: insert(ids, {{profile_columns}}, anonymous, at, created_by)!
INSERT INTO profiles (id, {{profile_columns}}, anonymous, created_at, created_by, updated_at)
SELECT unnest(CAST(:ids AS BIGINT[])), {{profile_arrays}},
       CAST(:anonymous AS BOOLEAN), CAST(:at AS TIMESTAMP), CAST(:created_by AS BIGINT), CAST(:at AS TIMESTAMP);

-- name: insert_phones(profile_ids, positions, raws, numbers, extensions, kinds, labels, preferred)!
INSERT INTO phones (profile_id, position, raw, number, extension, kind, label, preferred)
SELECT unnest(CAST(:profile_ids AS BIGINT[])), unnest(CAST(:positions AS INTEGER[])), unnest(CAST(:raws AS TEXT[])),
       unnest(CAST(:numbers AS TEXT[])), unnest(CAST(:extensions AS TEXT[])), unnest(CAST(:kinds AS TEXT[])),
       unnest(CAST(:labels AS TEXT[])), unnest(CAST(:preferred AS BOOLEAN[]));

-- name: insert_emails(profile_ids, positions, addresses)!
INSERT INTO emails (profile_id, position, address)
SELECT unnest(CAST(:profile_ids AS BIGINT[])), unnest(CAST(:positions AS INTEGER[])),
       unnest(CAST(:addresses AS TEXT[]));

-- name: by_ids(ids)
SELECT p.*, coalesce(o.name, '') AS organization
FROM profiles p LEFT JOIN profiles o ON o.id = p.organization_id
WHERE p.id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: phones_of(ids)
SELECT id, profile_id, raw, number, extension, kind, label, preferred FROM phones
WHERE profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])))
ORDER BY profile_id, position;

-- name: emails_of(ids)
SELECT profile_id, address FROM emails
WHERE profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])))
ORDER BY profile_id, position;

-- name: organizations(ids)
SELECT id, name FROM profiles
WHERE kind = 'organization' AND id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: name_of(id)^
SELECT name FROM profiles WHERE id = :id;

-- name: members(organization_id)
SELECT id FROM profiles WHERE organization_id = :organization_id ORDER BY id;

-- name: update(ids, version, {{profile_columns}}, at)
-- Replaces the profiles that have this version, or all (NULL). An anonymous contact that gets another name is no longer
-- anonymous.
UPDATE profiles
SET {{profile_assignments}}, anonymous = profiles.anonymous AND profiles.name = new.name,
    updated_at = CAST(:at AS TIMESTAMP), version = profiles.version + 1
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, {{profile_arrays}}) AS new
WHERE profiles.id = new.id AND (CAST(:version AS INTEGER) IS NULL OR profiles.version = CAST(:version AS INTEGER))
RETURNING profiles.id AS id;

-- name: set_search_keys(ids, search_keys)!
UPDATE profiles SET search_key = k.search_key
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:search_keys AS TEXT[])) AS search_key) AS k
WHERE profiles.id = k.id;

-- name: set_newest_record(id)!
UPDATE profiles SET newest_record_at = (SELECT max(happened_at) FROM records WHERE profile_id = :id) WHERE id = :id;

-- name: delete_phones(ids)!
DELETE FROM phones WHERE profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: delete_emails(ids)!
DELETE FROM emails WHERE profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: all_names()
SELECT id, kind, split_part(search_key, '|', 1) AS search_key, id IN (SELECT profile_id FROM phones) AS has_phones
FROM profiles ORDER BY id;
