-- A mail goes to a person, or to an address of the configuration (the day's checkpoint): rows are moved as they are.
ALTER TABLE "outbox" RENAME TO "outboxBefore";
CREATE TABLE "outbox" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "template" TEXT NOT NULL,
  "personId" TEXT REFERENCES "person" ("id"),
  "address" TEXT,
  "about" TEXT NOT NULL,
  -- what may be told once only
  "once" TEXT,
  "queuedAt" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "tries" INTEGER NOT NULL,
  -- not before; while somebody sends it, the end of their lease
  "nextAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "failure" TEXT,
  UNIQUE ("once"),
  CHECK (("personId" IS NULL) <> ("address" IS NULL))
) STRICT;
INSERT INTO "outbox"
  SELECT "id", "template", "personId", NULL, "about", "once", "queuedAt", "state", "tries", "nextAt", "endedAt", "failure"
  FROM "outboxBefore";
DROP TABLE "outboxBefore";
CREATE INDEX "outboxWaiting" ON "outbox" ("nextAt", "queuedAt", "id") WHERE "state" = 'waiting';
CREATE INDEX "outboxEnded" ON "outbox" ("endedAt");
