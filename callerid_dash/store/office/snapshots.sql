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

-- name: add_profiles!
INSERT INTO profiles {{insert: id BIGINT[], {{profile_fields}}, anonymous BOOLEAN[], newest_record_at TIMESTAMP[],
                       version INTEGER[], created_at TIMESTAMP[], created_by BIGINT[], updated_at TIMESTAMP[]}};

-- name: restore_profiles!
-- The version increases, so that a form that was opened in between cannot overwrite this.
UPDATE profiles SET {{set: {{profile_fields}}, {{restored_fields}}}}, version = profiles.version + 1
FROM ({{given: id BIGINT[], {{profile_fields}}, {{restored_fields}}}}) AS new
WHERE profiles.id = new.id;

-- name: add_phones!
INSERT INTO phones {{insert: id BIGINT[], profile_id BIGINT[], position INTEGER[], raw TEXT[], number TEXT[],
                     extension TEXT[], kind TEXT[], label TEXT[], card TEXT[], preferred BOOLEAN[]}};

-- name: add_emails!
INSERT INTO emails {{insert: profile_id BIGINT[], position INTEGER[], address TEXT[]}};

-- name: add_records!
INSERT INTO records {{insert: id BIGINT[], profile_id BIGINT[], kind_id BIGINT[], call_id UUID[], subject TEXT[],
                      body TEXT[], happened_at TIMESTAMP[], author_id BIGINT[], due_at TIMESTAMP[],
                      assignee_id BIGINT[], done_at TIMESTAMP[], number TEXT[], duration_seconds INTEGER[],
                      version INTEGER[], updated_at TIMESTAMP[], author_name TEXT[]}};

-- name: move_records!
-- Only the records that are still on the expected profile.
UPDATE records SET profile_id = m.to_id
FROM ({{given: id BIGINT[], to_id BIGINT[], from_id BIGINT[]}}) AS m
WHERE records.id = m.id AND records.profile_id = m.from_id;

-- name: move_members!
UPDATE profiles SET organization_id = m.to_id, version = version + 1
FROM ({{given: id BIGINT[], to_id BIGINT[], from_id BIGINT[]}}) AS m
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

-- name: lead_to!
INSERT INTO former_profiles {{insert: id BIGINT[], went_to BIGINT}};

-- name: went_to(id)^
SELECT went_to FROM former_profiles WHERE id = :id;
