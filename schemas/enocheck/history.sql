-- The history of runs: one file of SQLite, kept by `enocheck run`, read by `enocheck history` and `enocheck compare`.
-- PRAGMA application_id tells that a file is one (0x656e6f63, "enoc"); PRAGMA user_version is the version of this schema.
-- Times are milliseconds: of started and finished since 1970, UTC.

CREATE TABLE run (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,                  -- the name of the run's folder
  folder TEXT NOT NULL,              -- its path, absolute
  started INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  tool_version TEXT NOT NULL,
  target TEXT NOT NULL,
  profile TEXT NOT NULL,
  profile_fingerprint TEXT NOT NULL, -- of all its choices
  defect TEXT NOT NULL,              -- the seeded defect that the simulators had; '' none
  testbed TEXT NOT NULL,             -- the test bed file; '' none
  seed INTEGER NOT NULL,
  host TEXT NOT NULL,
  simulated INTEGER NOT NULL,        -- 1: latencies are made up
  is_whole INTEGER NOT NULL,         -- 0: interrupted or killed
  UNIQUE (id, folder)                -- a run that is resumed takes the place of its first part
);

CREATE TABLE testcase (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE
);

CREATE TABLE verdict (
  run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE,
  testcase INTEGER NOT NULL REFERENCES testcase (key),
  verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'inconc', 'error', 'skip')),
  hop TEXT NOT NULL,                 -- '' none
  reason TEXT NOT NULL,
  fingerprint TEXT NOT NULL,         -- of what the case said
  wall_ms INTEGER NOT NULL,
  PRIMARY KEY (run, testcase)
) WITHOUT ROWID;
