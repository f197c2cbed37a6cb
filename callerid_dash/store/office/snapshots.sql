-- Whole rows of profiles, phones, e-mail addresses and records: read before a merge or a deletion, written on its undo.

-- name: profiles(ids)
SELECT * FROM profiles WHERE id = ANY(CAST(:ids AS BIGINT[])) ORDER BY id;

-- name: phones(ids)
SELECT * FROM phones WHERE profile_id = ANY(CAST(:ids AS BIGINT[])) ORDER BY profile_id, position, id;

-- name: emails(ids)
SELECT * FROM emails WHERE profile_id = ANY(CAST(:ids AS BIGINT[])) ORDER BY profile_id, position;

-- name: records(ids)
SELECT * FROM records WHERE profile_id = ANY(CAST(:ids AS BIGINT[])) ORDER BY id;

-- name: record_places(ids)
SELECT id, profile_id FROM records WHERE profile_id = ANY(CAST(:ids AS BIGINT[])) ORDER BY id;

-- name: member_places(ids)
SELECT id, organization_id FROM profiles
WHERE organization_id = ANY(CAST(:ids AS BIGINT[])) AND NOT id = ANY(CAST(:ids AS BIGINT[])) ORDER BY id;

-- name: weights(ids)
SELECT p.id, (SELECT count(*) FROM records r WHERE r.profile_id = p.id) AS records,
       (SELECT count(*) FROM profiles m WHERE m.organization_id = p.id) AS members
FROM profiles p WHERE p.id = ANY(CAST(:ids AS BIGINT[]));

-- name: add_profiles(id, {{profile_columns}}, anonymous, newest_record_at, version, created_at, created_by, updated_at)!
INSERT INTO profiles (id, {{profile_columns}}, anonymous, newest_record_at, version, created_at, created_by, updated_at)
SELECT unnest(CAST(:id AS BIGINT[])), {{profile_arrays}}, unnest(CAST(:anonymous AS BOOLEAN[])),
       unnest(CAST(:newest_record_at AS TIMESTAMP[])), unnest(CAST(:version AS INTEGER[])),
       unnest(CAST(:created_at AS TIMESTAMP[])), unnest(CAST(:created_by AS BIGINT[])),
       unnest(CAST(:updated_at AS TIMESTAMP[]));

-- name: restore_profiles(id, {{profile_columns}}, anonymous, newest_record_at, updated_at)!
-- The version increases, so that a form that was opened in between cannot overwrite this.
UPDATE profiles
SET {{profile_assignments}}, anonymous = new.anonymous, newest_record_at = new.newest_record_at,
    updated_at = new.updated_at, version = profiles.version + 1
FROM (SELECT unnest(CAST(:id AS BIGINT[])) AS id, {{profile_arrays}},
             unnest(CAST(:anonymous AS BOOLEAN[])) AS anonymous,
             unnest(CAST(:newest_record_at AS TIMESTAMP[])) AS newest_record_at,
             unnest(CAST(:updated_at AS TIMESTAMP[])) AS updated_at) AS new
WHERE profiles.id = new.id;

-- name: add_phones(id, profile_id, position, raw, number, extension, kind, label, card, preferred)!
INSERT INTO phones (id, profile_id, position, raw, number, extension, kind, label, card, preferred)
SELECT unnest(CAST(:id AS BIGINT[])), unnest(CAST(:profile_id AS BIGINT[])), unnest(CAST(:position AS INTEGER[])),
       unnest(CAST(:raw AS TEXT[])), unnest(CAST(:number AS TEXT[])), unnest(CAST(:extension AS TEXT[])),
       unnest(CAST(:kind AS TEXT[])), unnest(CAST(:label AS TEXT[])), unnest(CAST(:card AS TEXT[])),
       unnest(CAST(:preferred AS BOOLEAN[]));

-- name: add_emails(profile_id, position, address)!
INSERT INTO emails (profile_id, position, address)
SELECT unnest(CAST(:profile_id AS BIGINT[])), unnest(CAST(:position AS INTEGER[])), unnest(CAST(:address AS TEXT[]));

-- name: add_records(id, profile_id, kind_id, call_id, subject, body, happened_at, author_id, due_at, assignee_id, done_at, number, duration_seconds, version, updated_at, author_name)!
INSERT INTO records (id, profile_id, kind_id, call_id, subject, body, happened_at, author_id, due_at, assignee_id,
                     done_at, number, duration_seconds, version, updated_at, author_name)
SELECT unnest(CAST(:id AS BIGINT[])), unnest(CAST(:profile_id AS BIGINT[])), unnest(CAST(:kind_id AS BIGINT[])),
       unnest(CAST(:call_id AS UUID[])), unnest(CAST(:subject AS TEXT[])), unnest(CAST(:body AS TEXT[])),
       unnest(CAST(:happened_at AS TIMESTAMP[])), unnest(CAST(:author_id AS BIGINT[])),
       unnest(CAST(:due_at AS TIMESTAMP[])), unnest(CAST(:assignee_id AS BIGINT[])),
       unnest(CAST(:done_at AS TIMESTAMP[])), unnest(CAST(:number AS TEXT[])),
       unnest(CAST(:duration_seconds AS INTEGER[])), unnest(CAST(:version AS INTEGER[])),
       unnest(CAST(:updated_at AS TIMESTAMP[])), unnest(CAST(:author_name AS TEXT[]));

-- name: remove_profiles(ids)!
DELETE FROM profiles WHERE id = ANY(CAST(:ids AS BIGINT[]));

-- name: remove_phones(ids)!
DELETE FROM phones WHERE profile_id = ANY(CAST(:ids AS BIGINT[]));

-- name: remove_emails(ids)!
DELETE FROM emails WHERE profile_id = ANY(CAST(:ids AS BIGINT[]));

-- name: remove_records(ids)!
DELETE FROM records WHERE profile_id = ANY(CAST(:ids AS BIGINT[]));

-- name: move_records(ids, to_ids, from_ids)!
-- Only the records that are still on the expected profile.
UPDATE records SET profile_id = m.to_id
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:to_ids AS BIGINT[])) AS to_id,
             unnest(CAST(:from_ids AS BIGINT[])) AS from_id) AS m
WHERE records.id = m.id AND records.profile_id = m.from_id;

-- name: move_members(ids, to_ids, from_ids)!
UPDATE profiles SET organization_id = m.to_id, version = version + 1
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:to_ids AS BIGINT[])) AS to_id,
             unnest(CAST(:from_ids AS BIGINT[])) AS from_id) AS m
WHERE profiles.id = m.id AND profiles.organization_id IS NOT DISTINCT FROM m.from_id AND profiles.kind = 'person';

-- name: drop_lost_organizations(ids)!
-- What a profile referred to may have been deleted before the profile is restored.
UPDATE profiles SET organization_id = NULL
WHERE id = ANY(CAST(:ids AS BIGINT[])) AND organization_id IS NOT NULL
  AND organization_id NOT IN (SELECT o.id FROM profiles o WHERE o.kind = 'organization');

-- name: drop_lost_categories(ids)!
UPDATE profiles SET category_id = NULL
WHERE id = ANY(CAST(:ids AS BIGINT[])) AND category_id IS NOT NULL
  AND category_id NOT IN (SELECT c.id FROM categories c);

-- name: drop_lost_colors(ids)!
UPDATE profiles SET color_id = NULL
WHERE id = ANY(CAST(:ids AS BIGINT[])) AND color_id IS NOT NULL AND color_id NOT IN (SELECT c.id FROM colors c);

-- name: lead_to(ids, went_to)!
INSERT INTO former_profiles (id, went_to) SELECT unnest(CAST(:ids AS BIGINT[])), CAST(:went_to AS BIGINT);

-- name: lead_nowhere(ids)!
DELETE FROM former_profiles WHERE id = ANY(CAST(:ids AS BIGINT[]));

-- name: went_to(id)^
SELECT went_to FROM former_profiles WHERE id = :id;
