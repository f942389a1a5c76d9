-- The flow's records (src/flow/model.ts): every row here can be rebuilt from the journal.

CREATE TABLE "person" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "directoryId" TEXT,
  "givenName" TEXT,
  "familyName" TEXT,
  "email" TEXT,
  "service" TEXT NOT NULL,
  "site" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "purgedAt" INTEGER,
  UNIQUE ("directoryId")
) STRICT;
CREATE TABLE "account" (
  "id" TEXT NOT NULL PRIMARY KEY REFERENCES "person" ("id"),
  "state" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL
) STRICT;
CREATE TABLE "grant" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "role" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "grantedAt" INTEGER NOT NULL,
  "validFrom" INTEGER,
  "validUntil" INTEGER,
  "revokedAt" INTEGER
) STRICT;
CREATE TABLE "proposal" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "act" TEXT NOT NULL,
  "argsHash" TEXT NOT NULL,
  "args" TEXT,
  "proposerId" TEXT NOT NULL,
  "confirmerId" TEXT,
  "state" TEXT NOT NULL,
  "proposedAt" INTEGER NOT NULL,
  "expiresAt" INTEGER NOT NULL
) STRICT;
CREATE TABLE "apiToken" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "name" TEXT NOT NULL,
  "scopes" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "expiresAt" INTEGER NOT NULL,
  "revokedAt" INTEGER
) STRICT;
CREATE TABLE "workstation" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "assetNumber" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "service" TEXT NOT NULL,
  "site" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "round" INTEGER NOT NULL,
  "registeredAt" INTEGER NOT NULL,
  UNIQUE ("assetNumber")
) STRICT;
CREATE TABLE "checkItem" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "workstationId" TEXT NOT NULL REFERENCES "workstation" ("id"),
  "checklist" TEXT NOT NULL,
  "round" INTEGER NOT NULL,
  "item" TEXT NOT NULL,
  "signedBy" TEXT NOT NULL,
  "signedAt" INTEGER NOT NULL,
  UNIQUE ("workstationId", "checklist", "round", "item")
) STRICT;
CREATE TABLE "request" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "reason" TEXT,
  "state" TEXT NOT NULL,
  "holderId" TEXT NOT NULL REFERENCES "person" ("id"),
  "askerId" TEXT NOT NULL REFERENCES "person" ("id"),
  "workstationId" TEXT REFERENCES "workstation" ("id"),
  "service" TEXT NOT NULL,
  "deliverySite" TEXT NOT NULL,
  "priority" INTEGER NOT NULL,
  "replacesTokenId" TEXT,
  "comment" TEXT,
  "answer" TEXT,
  "contentHash" TEXT NOT NULL,
  "contentSalt" TEXT,
  "submittedAt" INTEGER NOT NULL,
  "approvedAt" INTEGER,
  "producerId" TEXT,
  "leaseUntil" INTEGER,
  "producedAt" INTEGER,
  "handedOverAt" INTEGER,
  "closedAt" INTEGER,
  UNIQUE ("number")
) STRICT;
CREATE TABLE "approval" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "approverId" TEXT NOT NULL REFERENCES "person" ("id"),
  "contentHash" TEXT NOT NULL,
  "approvedAt" INTEGER NOT NULL,
  "withdrawnAt" INTEGER
) STRICT;
CREATE TABLE "delivery" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "reference" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  "receivedBy" TEXT NOT NULL,
  "receivedAt" INTEGER NOT NULL
) STRICT;
CREATE TABLE "token" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "model" TEXT NOT NULL,
  "deliveryId" TEXT NOT NULL REFERENCES "delivery" ("id"),
  "state" TEXT NOT NULL,
  "label" TEXT,
  "requestId" TEXT REFERENCES "request" ("id"),
  "holderId" TEXT REFERENCES "person" ("id"),
  "workstationId" TEXT REFERENCES "workstation" ("id"),
  "keyId" TEXT,
  "certificateId" TEXT,
  "soPinId" TEXT NOT NULL,
  "cycle" INTEGER NOT NULL,
  "receivedAt" INTEGER NOT NULL,
  "activatedAt" INTEGER,
  UNIQUE ("label")
) STRICT;
CREATE TABLE "job" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "slot" TEXT,
  "technicianId" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "certificateId" TEXT,
  "startedAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "failure" TEXT
) STRICT;
CREATE TABLE "certificate" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "issuerId" TEXT NOT NULL,
  "profile" TEXT NOT NULL,
  "profileHash" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "holderId" TEXT REFERENCES "person" ("id"),
  "requestId" TEXT REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "jobId" TEXT,
  "publicKeyHash" TEXT NOT NULL,
  "sha256" TEXT,
  "subject" TEXT,
  "notBefore" INTEGER NOT NULL,
  "notAfter" INTEGER NOT NULL,
  "intendedAt" INTEGER NOT NULL,
  "sealedAt" INTEGER,
  "revokedAt" INTEGER,
  "revocationReason" TEXT
) STRICT;
CREATE TABLE "handover" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "mode" TEXT NOT NULL,
  "operatorId" TEXT NOT NULL,
  "challengedAt" INTEGER,
  "acceptedAt" INTEGER,
  "acceptedBy" TEXT,
  "trackingNumber" TEXT,
  "handedOverAt" INTEGER,
  "receiptAt" INTEGER,
  "receiptBy" TEXT,
  "failedAt" INTEGER
) STRICT;
CREATE TABLE "letter" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "secretId" TEXT,
  "state" TEXT NOT NULL,
  "printedBy" TEXT,
  "printedAt" INTEGER,
  "confirmedAt" INTEGER
) STRICT;
CREATE TABLE "authority" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "issuerId" TEXT,
  "serialNumber" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "evaluation" INTEGER NOT NULL,
  "notBefore" INTEGER NOT NULL,
  "notAfter" INTEGER NOT NULL
) STRICT;
CREATE TABLE "crl" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "issuerId" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "thisUpdate" INTEGER NOT NULL,
  "nextUpdate" INTEGER NOT NULL,
  "entries" INTEGER NOT NULL,
  "sha256" TEXT NOT NULL,
  UNIQUE ("issuerId", "number")
) STRICT;
CREATE TABLE "setting" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "value" TEXT NOT NULL
) STRICT;

CREATE INDEX "grantByPerson" ON "grant" ("personId");
CREATE INDEX "requestQueue" ON "request" ("state", "priority" DESC, "submittedAt", "id");
CREATE INDEX "requestBySubmitted" ON "request" ("submittedAt", "id");
CREATE INDEX "requestByHolder" ON "request" ("holderId");
CREATE INDEX "requestByAsker" ON "request" ("askerId");
CREATE INDEX "requestByWorkstation" ON "request" ("workstationId");
-- one open request for an agent and a workstation: the refusal that two racing askers meet
CREATE UNIQUE INDEX "requestOpen" ON "request" ("holderId", coalesce("workstationId", ''))
  WHERE "state" IN ('submitted', 'needs_information', 'approved', 'in_production', 'produced', 'handed_over');
CREATE INDEX "approvalByRequest" ON "approval" ("requestId");
CREATE INDEX "tokenByState" ON "token" ("state");
CREATE INDEX "tokenByHolder" ON "token" ("holderId");
CREATE INDEX "tokenByWorkstation" ON "token" ("workstationId");
-- one open job for a token and for a request: nothing is produced twice at once
CREATE UNIQUE INDEX "jobOpenToken" ON "job" ("tokenId") WHERE "state" IN ('leased', 'certifying', 'certified');
CREATE UNIQUE INDEX "jobOpenRequest" ON "job" ("requestId") WHERE "state" IN ('leased', 'certifying', 'certified');
CREATE INDEX "jobByState" ON "job" ("state");
CREATE INDEX "certificateByToken" ON "certificate" ("tokenId");
CREATE INDEX "certificateByRequest" ON "certificate" ("requestId");
CREATE INDEX "certificateByJob" ON "certificate" ("jobId");
CREATE INDEX "certificateByState" ON "certificate" ("state");
CREATE INDEX "handoverByRequest" ON "handover" ("requestId");
CREATE INDEX "letterByRequest" ON "letter" ("requestId");
CREATE INDEX "letterByState" ON "letter" ("state");
CREATE INDEX "proposalByState" ON "proposal" ("state");
CREATE INDEX "apiTokenByPerson" ON "apiToken" ("personId");

-- Beside the journal: what it proves but does not hold.
CREATE TABLE "secret" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "purpose" TEXT NOT NULL,
  "sealed" BLOB NOT NULL
) STRICT;
CREATE TABLE "certificateBody" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "der" BLOB NOT NULL
) STRICT;
CREATE TABLE "crlBody" (
  "issuerId" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "der" BLOB NOT NULL,
  PRIMARY KEY ("issuerId", "number")
) STRICT;
CREATE TABLE "series" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "last" INTEGER NOT NULL
) STRICT;

-- The journal (docs/journal.md).
CREATE TABLE "journalEntry" (
  "seq" INTEGER NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "actor" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "line" TEXT NOT NULL
) STRICT;
CREATE INDEX "journalEntryAt" ON "journalEntry" ("at");
CREATE INDEX "journalEntryAction" ON "journalEntry" ("action", "seq");
CREATE INDEX "journalEntryActor" ON "journalEntry" ("actor", "seq");
CREATE INDEX "journalEntrySubject" ON "journalEntry" ("subject", "seq");
CREATE TRIGGER "journalEntryNoUpdate" BEFORE UPDATE ON "journalEntry"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER "journalEntryNoDelete" BEFORE DELETE ON "journalEntry"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- complete subtrees only: "level" 0 is a leaf, "place" counts from the left
CREATE TABLE "journalNode" (
  "level" INTEGER NOT NULL,
  "place" INTEGER NOT NULL,
  "hash" BLOB NOT NULL,
  PRIMARY KEY ("level", "place")
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "journalNodeNoUpdate" BEFORE UPDATE ON "journalNode"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER "journalNodeNoDelete" BEFORE DELETE ON "journalNode"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TABLE "checkpoint" (
  "size" INTEGER NOT NULL PRIMARY KEY,
  "root" BLOB NOT NULL,
  "note" TEXT NOT NULL,
  "signedAt" INTEGER NOT NULL
) STRICT;
-- openings of commitments: value and salt, deleted by a purge
CREATE TABLE "opening" (
  "commitment" TEXT NOT NULL PRIMARY KEY,
  "seq" INTEGER NOT NULL,
  "subject" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "salt" BLOB NOT NULL,
  "value" TEXT NOT NULL
) STRICT;
CREATE INDEX "openingBySubject" ON "opening" ("subject");
CREATE INDEX "openingBySeq" ON "opening" ("seq", "commitment");

-- Identity.
CREATE TABLE "password" (
  "personId" TEXT NOT NULL PRIMARY KEY REFERENCES "person" ("id"),
  "hash" TEXT NOT NULL,
  "setAt" INTEGER NOT NULL
) STRICT;
CREATE TABLE "enrolment" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "expiresAt" INTEGER NOT NULL,
  "usedAt" INTEGER
) STRICT;
CREATE TABLE "session" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "csrf" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "seenAt" INTEGER NOT NULL,
  "freshUntil" INTEGER NOT NULL,
  "expiresAt" INTEGER NOT NULL
) STRICT;
CREATE INDEX "sessionByPerson" ON "session" ("personId");
CREATE TABLE "apiTokenHash" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "apiTokenId" TEXT NOT NULL REFERENCES "apiToken" ("id")
) STRICT;
CREATE TABLE "revocationCode" (
  "tokenId" TEXT NOT NULL PRIMARY KEY REFERENCES "token" ("id"),
  "hash" TEXT NOT NULL
) STRICT;
-- purgeable after its retention; its daily hash is a journal entry
CREATE TABLE "accessLog" (
  "id" INTEGER NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "event" TEXT NOT NULL,
  "personId" TEXT,
  "address" TEXT NOT NULL,
  "outcome" TEXT NOT NULL
) STRICT;
CREATE INDEX "accessLogAt" ON "accessLog" ("at");

-- The REST door.
CREATE TABLE "idempotency" (
  "key" TEXT NOT NULL,
  "caller" TEXT NOT NULL,
  "route" TEXT NOT NULL,
  "bodyHash" TEXT NOT NULL,
  "status" INTEGER,
  "answer" TEXT,
  "expiresAt" INTEGER NOT NULL,
  PRIMARY KEY ("caller", "key")
) STRICT;
CREATE INDEX "idempotencyExpiry" ON "idempotency" ("expiresAt");
