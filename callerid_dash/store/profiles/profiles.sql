-- Profiles with their phones and e-mail addresses. Writing works on batches: one array per column.

-- name: new_ids(slots)
SELECT nextval('profile_ids') AS id FROM (SELECT unnest(CAST(:slots AS BIGINT[])) AS slot) AS slots;

-- name: insert(ids, kind, name, search_key, prefix, first_name, last_name, trademark, organization_id, category_id, color_id, sales_id, support_id, other_id, note, anonymous, at, created_by)!
INSERT INTO profiles (id, kind, name, search_key, prefix, first_name, last_name, trademark, organization_id,
                      category_id, color_id, sales_id, support_id, other_id, note, anonymous, created_at, created_by,
                      updated_at)
SELECT unnest(CAST(:ids AS BIGINT[])), unnest(CAST(:kind AS TEXT[])), unnest(CAST(:name AS TEXT[])),
       unnest(CAST(:search_key AS TEXT[])), unnest(CAST(:prefix AS TEXT[])),
       unnest(CAST(:first_name AS TEXT[])), unnest(CAST(:last_name AS TEXT[])),
       unnest(CAST(:trademark AS TEXT[])), unnest(CAST(:organization_id AS BIGINT[])),
       unnest(CAST(:category_id AS BIGINT[])), unnest(CAST(:color_id AS BIGINT[])),
       unnest(CAST(:sales_id AS BIGINT[])), unnest(CAST(:support_id AS BIGINT[])),
       unnest(CAST(:other_id AS BIGINT[])), unnest(CAST(:note AS TEXT[])), CAST(:anonymous AS BOOLEAN),
       CAST(:at AS TIMESTAMP), CAST(:created_by AS BIGINT), CAST(:at AS TIMESTAMP);

-- name: insert_phones(profile_ids, positions, raws, numbers, extensions, kinds, labels, preferred)!
INSERT INTO phones (profile_id, position, raw, number, extension, kind, label, preferred)
SELECT unnest(CAST(:profile_ids AS BIGINT[])), unnest(CAST(:positions AS INTEGER[])), unnest(CAST(:raws AS TEXT[])),
       unnest(CAST(:numbers AS TEXT[])), unnest(CAST(:extensions AS TEXT[])), unnest(CAST(:kinds AS TEXT[])),
       unnest(CAST(:labels AS TEXT[])), unnest(CAST(:preferred AS BOOLEAN[]));

-- name: insert_emails(profile_ids, positions, addresses)!
INSERT INTO emails (profile_id, position, address)
SELECT unnest(CAST(:profile_ids AS BIGINT[])), unnest(CAST(:positions AS INTEGER[])),
       unnest(CAST(:addresses AS TEXT[]));

-- name: delete_phones(id)!
DELETE FROM phones WHERE profile_id = :id;

-- name: delete_emails(id)!
DELETE FROM emails WHERE profile_id = :id;

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

-- name: update(id, version, kind, name, search_key, prefix, first_name, last_name, trademark, organization_id, category_id, color_id, sales_id, support_id, other_id, note, at)^
-- Whoever gives an anonymous contact another name says who it is.
UPDATE profiles
SET kind = :kind, name = :name, search_key = :search_key, prefix = :prefix, first_name = :first_name,
    last_name = :last_name, trademark = :trademark, organization_id = CAST(:organization_id AS BIGINT),
    category_id = CAST(:category_id AS BIGINT), color_id = CAST(:color_id AS BIGINT),
    sales_id = CAST(:sales_id AS BIGINT), support_id = CAST(:support_id AS BIGINT),
    other_id = CAST(:other_id AS BIGINT), note = :note, anonymous = anonymous AND name = :name,
    updated_at = CAST(:at AS TIMESTAMP), version = version + 1
WHERE id = :id AND version = :version
RETURNING version;

-- name: set_search_keys(ids, search_keys)!
UPDATE profiles SET search_key = k.search_key
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:search_keys AS TEXT[])) AS search_key) AS k
WHERE profiles.id = k.id;

-- name: set_newest_record(id)!
UPDATE profiles SET newest_record_at = (SELECT max(happened_at) FROM records WHERE profile_id = :id) WHERE id = :id;

-- name: update_many(ids, kind, name, search_key, prefix, first_name, last_name, trademark, organization_id, category_id, color_id, sales_id, support_id, other_id, note, at)!
UPDATE profiles
SET kind = n.kind, name = n.name, search_key = n.search_key, prefix = n.prefix, first_name = n.first_name,
    last_name = n.last_name, trademark = n.trademark, organization_id = n.organization_id,
    category_id = n.category_id, color_id = n.color_id, sales_id = n.sales_id, support_id = n.support_id,
    other_id = n.other_id, note = n.note, anonymous = profiles.anonymous AND profiles.name = n.name,
    updated_at = CAST(:at AS TIMESTAMP), version = profiles.version + 1
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:kind AS TEXT[])) AS kind,
             unnest(CAST(:name AS TEXT[])) AS name, unnest(CAST(:search_key AS TEXT[])) AS search_key,
             unnest(CAST(:prefix AS TEXT[])) AS prefix, unnest(CAST(:first_name AS TEXT[])) AS first_name,
             unnest(CAST(:last_name AS TEXT[])) AS last_name, unnest(CAST(:trademark AS TEXT[])) AS trademark,
             unnest(CAST(:organization_id AS BIGINT[])) AS organization_id,
             unnest(CAST(:category_id AS BIGINT[])) AS category_id, unnest(CAST(:color_id AS BIGINT[])) AS color_id,
             unnest(CAST(:sales_id AS BIGINT[])) AS sales_id, unnest(CAST(:support_id AS BIGINT[])) AS support_id,
             unnest(CAST(:other_id AS BIGINT[])) AS other_id, unnest(CAST(:note AS TEXT[])) AS note) AS n
WHERE profiles.id = n.id;

-- name: delete_phones_of(ids)!
DELETE FROM phones WHERE profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: delete_emails_of(ids)!
DELETE FROM emails WHERE profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: all_names()
SELECT id, kind, split_part(search_key, '|', 1) AS search_key, id IN (SELECT profile_id FROM phones) AS has_phones
FROM profiles ORDER BY id;
