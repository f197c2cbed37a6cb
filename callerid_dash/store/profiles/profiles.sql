-- Profiles with their phones and e-mail addresses. Writing works on batches: one array per column.

-- name: new_ids(slots)
SELECT nextval('profile_ids') AS id FROM (SELECT unnest(CAST(:slots AS BIGINT[])) AS slot) AS slots;

-- name: insert!
INSERT INTO profiles {{insert: id BIGINT[], {{profile_fields}}, anonymous BOOLEAN, created_at TIMESTAMP,
                       created_by BIGINT, updated_at TIMESTAMP}};

-- name: insert_phones!
INSERT INTO phones {{insert: profile_id BIGINT[], position INTEGER[], raw TEXT[], number TEXT[], extension TEXT[],
                     kind TEXT[], label TEXT[], preferred BOOLEAN[]}};

-- name: insert_emails!
INSERT INTO emails {{insert: profile_id BIGINT[], position INTEGER[], address TEXT[]}};

-- name: by_ids(ids)
SELECT p.*, coalesce(o.name, '') AS organization
FROM profiles p LEFT JOIN profiles o ON o.id = p.organization_id
WHERE p.id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: phones_of(ids)
SELECT id, profile_id, raw, number AS canonical, extension, kind, label, preferred FROM phones
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

-- name: update
-- Replaces the profiles that have this version, or all (NULL). An anonymous contact that gets another name is no longer
-- anonymous.
UPDATE profiles
SET {{set: {{profile_fields}}}}, anonymous = profiles.anonymous AND profiles.name = new.name,
    updated_at = CAST(:at AS TIMESTAMP), version = profiles.version + 1
FROM ({{given: id BIGINT[], {{profile_fields}}}}) AS new
WHERE profiles.id = new.id AND (CAST(:version AS INTEGER) IS NULL OR profiles.version = CAST(:version AS INTEGER))
RETURNING profiles.id AS id;

-- name: set_search_keys!
UPDATE profiles SET {{set: search_key TEXT}}
FROM ({{given: id BIGINT[], search_key TEXT[]}}) AS new WHERE profiles.id = new.id;

-- name: set_newest_record(id)!
UPDATE profiles SET newest_record_at = (SELECT max(happened_at) FROM records WHERE profile_id = :id) WHERE id = :id;

-- name: all_names()
SELECT id, kind, split_part(search_key, '|', 1) AS search_key, id IN (SELECT profile_id FROM phones) AS has_phones
FROM profiles ORDER BY id;
