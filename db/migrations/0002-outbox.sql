-- E-mails that wait to be sent, queued with the act that they tell of. No address and no text: both are made when a mail
-- leaves, so a purge takes them from here too.
CREATE TABLE "outbox" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "template" TEXT NOT NULL,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
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
  UNIQUE ("once")
) STRICT;
CREATE INDEX "outboxWaiting" ON "outbox" ("nextAt", "queuedAt", "id") WHERE "state" = 'waiting';
CREATE INDEX "outboxEnded" ON "outbox" ("endedAt");
