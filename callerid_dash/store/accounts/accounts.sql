-- Users' passwords and preferences, and tokens. directory.sql reads the users for everyday use.

-- name: user_by_name(username)^
SELECT id, password_hash, disabled FROM users WHERE username = :username;

-- name: add_user(username, display_name, role, password_hash, created_at)^
INSERT INTO users (username, display_name, role, password_hash, created_at)
VALUES (:username, :display_name, :role, :password_hash, :created_at)
ON CONFLICT (username) DO NOTHING RETURNING id;

-- name: other_admins(id)^
SELECT count(*) AS admins FROM users WHERE role = 'admin' AND NOT disabled AND id <> :id;

-- name: set_password(id, password_hash)!
UPDATE users SET password_hash = :password_hash, session_epoch = session_epoch + 1 WHERE id = :id;

-- name: note_sign_in(id, last_sign_in)!
UPDATE users SET last_sign_in = :last_sign_in WHERE id = :id;

-- name: last_sign_ins()
SELECT id, last_sign_in FROM users WHERE last_sign_in IS NOT NULL;

-- name: set_disabled(id, disabled)!
UPDATE users SET disabled = :disabled, session_epoch = session_epoch + 1 WHERE id = :id;

-- name: set_role(id, role)!
UPDATE users SET role = :role WHERE id = :id;

-- name: set_display_name(id, display_name)!
UPDATE users SET display_name = :display_name WHERE id = :id;

-- name: preferences(user_id)
SELECT name, value FROM user_preferences WHERE user_id = :user_id;

-- name: all_preferences()
SELECT user_id, name, value FROM user_preferences;

-- name: set_preference(user_id, name, value)!
INSERT INTO user_preferences (user_id, name, value) VALUES (:user_id, :name, :value)
ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value;

-- name: tokens()
SELECT id, name, digest, scopes, created_at, revoked_at, last_used_at FROM tokens ORDER BY id;

-- name: add_token(name, digest, scopes, created_at)^
INSERT INTO tokens (name, digest, scopes, created_at) VALUES (:name, :digest, :scopes, :created_at) RETURNING id;

-- name: revoke_token(id, revoked_at)^
UPDATE tokens SET revoked_at = :revoked_at WHERE id = :id AND revoked_at IS NULL RETURNING name;

-- name: touch_token(id, last_used_at)!
UPDATE tokens SET last_used_at = :last_used_at WHERE id = :id;
