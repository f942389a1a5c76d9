-- All tables of a data folder's database, in the order of the process. Times are epoch milliseconds. What each column of
-- the records means, and why it may be null, stands in src/book/tables.ts; that of sign-in in src/identity/records.ts.
--
-- 1 to 7 are the records: the journal holds every change of them, and rebuilds every row. 8 is the journal. What follows
-- stands beside it: the journal does not hold it. A `seal` authenticates its row, and is the last column where there is one
-- (docs/decisions/row-authentication.md).

-- 1. People, and what they may do.

CREATE TABLE "person" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "directoryId" TEXT,
  "givenName" TEXT,
  "familyName" TEXT,
  "email" TEXT,
  "userPrincipalName" TEXT,
  "securityIdentifier" TEXT,
  "postalAddress" TEXT,
  "service" TEXT NOT NULL,
  "site" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "purgedAt" INTEGER,
  "seal" TEXT NOT NULL,
  UNIQUE ("directoryId")
) STRICT;
-- whether somebody else has this directory id, address, Windows account or SID is asked with every person that is imported
CREATE INDEX "personByDirectoryId" ON "person" (lower("directoryId"));
CREATE INDEX "personByEmail" ON "person" (lower("email"));
CREATE INDEX "personByPrincipalName" ON "person" (lower("userPrincipalName"));
CREATE INDEX "personBySid" ON "person" ("securityIdentifier");
-- of a service, whose people are blocked together
CREATE INDEX "personByService" ON "person" ("service", "id");
-- whose data are due to be purged
CREATE INDEX "personUnpurged" ON "person" ("createdAt", "id") WHERE "purgedAt" IS NULL;

CREATE TABLE "account" (
  "id" TEXT NOT NULL PRIMARY KEY REFERENCES "person" ("id"),
  "state" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "inviterId" TEXT,
  "voucherId" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "accountByState" ON "account" ("state", "id");
CREATE INDEX "accountByInviter" ON "account" ("inviterId", "state", "id");

CREATE TABLE "grant" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "role" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "grantedAt" INTEGER NOT NULL,
  "granterId" TEXT,
  "seconderId" TEXT,
  "validFrom" INTEGER,
  "validUntil" INTEGER,
  "reviewedAt" INTEGER,
  "reviewId" TEXT,
  "revokedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "grantByPerson" ON "grant" ("personId", "id");
CREATE INDEX "grantByRole" ON "grant" ("role", "id") WHERE "revokedAt" IS NULL;

CREATE TABLE "apiToken" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "name" TEXT,
  "scopes" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "expiresAt" INTEGER NOT NULL,
  "revokedAt" INTEGER,
  "thumbprint" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "apiTokenByPerson" ON "apiToken" ("personId", "id");

-- 2. Workstations.

-- "model" and "image" are `*` for any: NULL would be unlike itself in the unique index
CREATE TABLE "checklist" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "purpose" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "image" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "items" TEXT NOT NULL,
  "proposerId" TEXT REFERENCES "person" ("id"),
  "confirmerId" TEXT REFERENCES "person" ("id"),
  "since" INTEGER NOT NULL,
  "seal" TEXT NOT NULL,
  UNIQUE ("purpose", "model", "image", "version")
) STRICT;

CREATE TABLE "workstation" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "assetNumber" TEXT NOT NULL,
  "serialNumber" TEXT,
  "model" TEXT NOT NULL,
  "image" TEXT,
  "service" TEXT NOT NULL,
  "site" TEXT NOT NULL,
  "holderId" TEXT REFERENCES "person" ("id"),
  "formerHolderId" TEXT REFERENCES "person" ("id"),
  "state" TEXT NOT NULL,
  "round" INTEGER NOT NULL,
  "checklistId" TEXT REFERENCES "checklist" ("id"),
  "registeredAt" INTEGER NOT NULL,
  "registererId" TEXT NOT NULL,
  "seconderId" TEXT,
  "commissionerId" TEXT,
  "cameIn" TEXT,
  "seal" TEXT NOT NULL,
  UNIQUE ("assetNumber"),
  UNIQUE ("serialNumber")
) STRICT;
CREATE INDEX "workstationByState" ON "workstation" ("state", "assetNumber", "id");
-- sorted by another column, or of those that have the same in one, a list is a walk of each state
CREATE INDEX "workstationByModel" ON "workstation" ("state", "model", "assetNumber", "id");
CREATE INDEX "workstationByImage" ON "workstation" ("state", coalesce("image", ''), "assetNumber", "id");
CREATE INDEX "workstationByService" ON "workstation" ("state", "service", "assetNumber", "id");
CREATE INDEX "workstationBySiteSorted" ON "workstation" ("state", "site", "assetNumber", "id");
-- an incident may block all of a service
CREATE INDEX "workstationOfService" ON "workstation" ("service", "assetNumber");
-- what an agent has
CREATE INDEX "workstationByHolder" ON "workstation" ("holderId", "assetNumber");
-- a campaign takes the machines of a site or of a model
CREATE INDEX "workstationOfSite" ON "workstation" ("site", "assetNumber");
CREATE INDEX "workstationOfModel" ON "workstation" ("model", "assetNumber");
-- the images that machines have, to choose from
CREATE INDEX "workstationOfImage" ON "workstation" ("image", "assetNumber");
CREATE INDEX "workstationBySite" ON "workstation" ("site", "service", "id");

CREATE TABLE "checkItem" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "workstationId" TEXT NOT NULL REFERENCES "workstation" ("id"),
  "checklistId" TEXT NOT NULL REFERENCES "checklist" ("id"),
  "round" INTEGER NOT NULL,
  "item" TEXT NOT NULL,
  "value" TEXT,
  "signedBy" TEXT NOT NULL,
  "signedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL,
  UNIQUE ("workstationId", "round", "item")
) STRICT;

CREATE TABLE "import" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "askerId" TEXT NOT NULL REFERENCES "person" ("id"),
  "state" TEXT NOT NULL,
  "rows" INTEGER NOT NULL,
  "taken" INTEGER NOT NULL,
  "added" INTEGER NOT NULL,
  "updated" INTEGER NOT NULL,
  "unchanged" INTEGER NOT NULL,
  "refused" INTEGER NOT NULL,
  "refusals" TEXT NOT NULL,
  "begunAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "stopCode" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX "importRunning" ON "import" ("askerId") WHERE "state" = 'running';

-- 3. The stock of tokens.

-- A place where tokens are kept, by its code.
CREATE TABLE "stockLocation" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "label" TEXT NOT NULL,
  "site" TEXT NOT NULL,
  "threshold" INTEGER,
  "addedBy" TEXT NOT NULL,
  "addedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
-- the first of a site is where a delivery goes that names none
CREATE INDEX "stockLocationByAdded" ON "stockLocation" ("addedAt", "id");

CREATE TABLE "stockTransfer" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "fromId" TEXT NOT NULL REFERENCES "stockLocation" ("id"),
  "toId" TEXT NOT NULL REFERENCES "stockLocation" ("id"),
  "count" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "sentBy" TEXT NOT NULL,
  "sentAt" INTEGER NOT NULL,
  "receivedBy" TEXT,
  "receivedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "stockTransferByState" ON "stockTransfer" ("state", "sentAt", "id");

-- blank tokens that are to come
CREATE TABLE "expectedDelivery" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "reference" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  "came" INTEGER NOT NULL,
  "day" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "reason" TEXT,
  "expectedBy" TEXT NOT NULL REFERENCES "person" ("id"),
  "expectedAt" INTEGER NOT NULL,
  "changedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX "expectedDeliveryInOrder" ON "expectedDelivery" ("nth");
CREATE INDEX "expectedDeliveryByState" ON "expectedDelivery" ("state", "day", "id");

CREATE TABLE "delivery" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "reference" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "firmware" TEXT,
  "batch" TEXT,
  "count" INTEGER NOT NULL,
  "expectedId" TEXT REFERENCES "expectedDelivery" ("id"),
  "locationId" TEXT REFERENCES "stockLocation" ("id"),
  "receivedBy" TEXT NOT NULL,
  "receivedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;

CREATE TABLE "token" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "model" TEXT NOT NULL,
  "firmware" TEXT,
  "batch" TEXT,
  "deliveryId" TEXT NOT NULL REFERENCES "delivery" ("id"),
  "locationId" TEXT REFERENCES "stockLocation" ("id"),
  "transferId" TEXT REFERENCES "stockTransfer" ("id"),
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
  "seal" TEXT NOT NULL,
  UNIQUE ("label")
) STRICT;
-- how many came of a delivery is asked with each token of it
CREATE INDEX "tokenByDelivery" ON "token" ("deliveryId", "state", "id");
CREATE INDEX "tokenByTransfer" ON "token" ("transferId", "state", "id") WHERE "transferId" IS NOT NULL;
-- a location's page, its count and its equation go through what it holds
CREATE INDEX "tokenByPlaceAndModel" ON "token" ("locationId", "model", "state", "transferId");
CREATE INDEX "tokenByLocation" ON "token" ("locationId", "state", "id");
CREATE INDEX "tokenByState" ON "token" ("state", "id", "transferId");
CREATE INDEX "tokenByModel" ON "token" ("state", "model", "id");
-- a recall hits the tokens of a firmware or a batch
CREATE INDEX "tokenByFirmware" ON "token" ("model", "firmware", "state", "id");
CREATE INDEX "tokenByBatch" ON "token" ("model", "batch", "state", "id");
-- lists of tokens that have one of them in common
CREATE INDEX "tokenOfFirmware" ON "token" ("firmware", "state", "id") WHERE "firmware" IS NOT NULL;
CREATE INDEX "tokenOfBatch" ON "token" ("batch", "state", "id") WHERE "batch" IS NOT NULL;
CREATE INDEX "tokenByHolder" ON "token" ("holderId", "id");
CREATE INDEX "tokenByRequest" ON "token" ("requestId", "id");
CREATE INDEX "tokenByWorkstation" ON "token" ("workstationId", "id");

-- How many tokens of a model a location ('' for none) has in a state, and how many of them are on the way: what the pages of the stock
-- count does not grow with the tokens that there are. Triggers keep it; the comparison with the journal counts the tokens themselves.
-- Nobody seals it: a number that somebody put at the end of its range keeps no token from changing. From 10^12 no statement gets there.
CREATE TABLE "tokenCount" (
  "location" TEXT NOT NULL,
  "model" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "n" INTEGER NOT NULL,
  "onTheWay" INTEGER NOT NULL,
  PRIMARY KEY ("location", "model", "state")
) STRICT, WITHOUT ROWID;
CREATE TRIGGER "tokenComes" AFTER INSERT ON "token"
BEGIN
  INSERT INTO "tokenCount" VALUES (coalesce(NEW."locationId", ''), NEW."model", NEW."state", 1, NEW."transferId" IS NOT NULL)
    ON CONFLICT DO UPDATE SET "n" = max(min("n", 1000000000000), -1000000000000) + 1,
      "onTheWay" = max(min("onTheWay", 1000000000000), -1000000000000) + excluded."onTheWay";
END;
CREATE TRIGGER "tokenGoes" AFTER DELETE ON "token"
BEGIN
  UPDATE "tokenCount" SET "n" = max(min("n", 1000000000000), -1000000000000) - 1,
      "onTheWay" = max(min("onTheWay", 1000000000000), -1000000000000) - (OLD."transferId" IS NOT NULL)
    WHERE "location" = coalesce(OLD."locationId", '') AND "model" = OLD."model" AND "state" = OLD."state";
END;
CREATE TRIGGER "tokenChanges" AFTER UPDATE ON "token"
  WHEN OLD."state" <> NEW."state" OR OLD."model" <> NEW."model" OR OLD."locationId" IS NOT NEW."locationId"
    OR OLD."transferId" IS NOT NEW."transferId"
BEGIN
  UPDATE "tokenCount" SET "n" = max(min("n", 1000000000000), -1000000000000) - 1,
      "onTheWay" = max(min("onTheWay", 1000000000000), -1000000000000) - (OLD."transferId" IS NOT NULL)
    WHERE "location" = coalesce(OLD."locationId", '') AND "model" = OLD."model" AND "state" = OLD."state";
  INSERT INTO "tokenCount" VALUES (coalesce(NEW."locationId", ''), NEW."model", NEW."state", 1, NEW."transferId" IS NOT NULL)
    ON CONFLICT DO UPDATE SET "n" = max(min("n", 1000000000000), -1000000000000) + 1,
      "onTheWay" = max(min("onTheWay", 1000000000000), -1000000000000) + excluded."onTheWay";
END;

-- Inventories of a location, and what differed.
CREATE TABLE "stockCount" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "locationId" TEXT NOT NULL REFERENCES "stockLocation" ("id"),
  "expected" INTEGER NOT NULL,
  "seen" INTEGER NOT NULL,
  "unknown" INTEGER NOT NULL,
  "countedBy" TEXT NOT NULL,
  "countedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "stockCountByLocation" ON "stockCount" ("locationId", "countedAt", "id");

CREATE TABLE "stockDifference" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "countId" TEXT NOT NULL REFERENCES "stockCount" ("id"),
  "locationId" TEXT NOT NULL REFERENCES "stockLocation" ("id"),
  "tokenId" TEXT NOT NULL REFERENCES "token" ("id"),
  "kind" TEXT NOT NULL,
  "reason" TEXT,
  "settledBy" TEXT,
  "settledAt" INTEGER,
  "seal" TEXT NOT NULL,
  UNIQUE ("countId", "tokenId")
) STRICT;
-- what is not explained yet stands on the location's page
CREATE INDEX "stockDifferenceOpen" ON "stockDifference" ("locationId", "id") WHERE "settledAt" IS NULL;

-- Where blanks of a model are fewer than the threshold of their location: one open alert for both.
CREATE TABLE "stockAlert" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "locationId" TEXT NOT NULL REFERENCES "stockLocation" ("id"),
  "model" TEXT NOT NULL,
  "threshold" INTEGER NOT NULL,
  "count" INTEGER NOT NULL,
  "since" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX "stockAlertOpen" ON "stockAlert" ("locationId", "model") WHERE "endedAt" IS NULL;
-- the last one tells when the next may begin
CREATE INDEX "stockAlertByPlace" ON "stockAlert" ("locationId", "model", "since");

-- 4. Requests and their approval.

CREATE TABLE "device" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "holderId" TEXT NOT NULL REFERENCES "person" ("id"),
  "kind" TEXT NOT NULL,
  "name" TEXT,
  "addedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "deviceByHolder" ON "device" ("holderId", "id");

CREATE TABLE "request" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "profile" TEXT NOT NULL,
  "reason" TEXT,
  "state" TEXT NOT NULL,
  "holderId" TEXT NOT NULL REFERENCES "person" ("id"),
  "askerId" TEXT NOT NULL REFERENCES "person" ("id"),
  "workstationId" TEXT REFERENCES "workstation" ("id"),
  "deviceId" TEXT REFERENCES "device" ("id"),
  "service" TEXT NOT NULL,
  "deliverySite" TEXT NOT NULL,
  "priority" INTEGER NOT NULL,
  "confirmedPriority" INTEGER,
  "priorityReason" TEXT,
  "rank" INTEGER NOT NULL,
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
  "endReason" TEXT,
  "seal" TEXT NOT NULL,
  UNIQUE ("number"),
  UNIQUE ("contentHash")
) STRICT;
CREATE INDEX "requestQueue" ON "request" ("state", "rank", "id");
-- each list is read in its order from where a page ends: of everybody, of a state, of a service, of who asked
CREATE INDEX "requestBySubmitted" ON "request" ("submittedAt", "id");
CREATE INDEX "requestByState" ON "request" ("state", "submittedAt", "id");
CREATE INDEX "requestByKind" ON "request" ("kind", "state", "submittedAt", "id");
CREATE INDEX "requestByService" ON "request" ("service", "state", "submittedAt", "id");
CREATE INDEX "requestByReplaced" ON "request" ("replacesTokenId") WHERE "replacesTokenId" IS NOT NULL;
-- with the workstation: whether one is open for both is asked before each act on a request
CREATE INDEX "requestByHolder" ON "request" ("holderId", "workstationId", "id");
-- one's own, and those of a person's sheet: what is open, and a page of what is over, however much that is
CREATE INDEX "requestByHolderAndState" ON "request" ("holderId", "state", "submittedAt", "id");
-- an asker's requests of a day have a limit
CREATE INDEX "requestByAsker" ON "request" ("askerId", "submittedAt", "id");
-- what a correspondent asked for others, of some states: most of it is over
CREATE INDEX "requestByAskerAndState" ON "request" ("askerId", "state", "submittedAt", "id");
CREATE INDEX "requestByWorkstation" ON "request" ("workstationId", "id");
-- one open request for an agent and a workstation or a personal device: the refusal that two racing askers meet
CREATE UNIQUE INDEX "requestOpen" ON "request" ("holderId", coalesce("workstationId", "deviceId", ''))
  WHERE "state" IN ('submitted', 'needs_information', 'approved', 'in_production', 'produced', 'handed_over');

CREATE TABLE "approval" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "approverId" TEXT NOT NULL REFERENCES "person" ("id"),
  "contentHash" TEXT NOT NULL,
  "approvedAt" INTEGER NOT NULL,
  "withdrawnAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "approvalByRequest" ON "approval" ("requestId", "id");

-- when a request is ready, as its holder was told; the last one holds
CREATE TABLE "promise" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "nth" INTEGER NOT NULL,
  "fromDay" INTEGER NOT NULL,
  "midDay" INTEGER NOT NULL,
  "byDay" INTEGER NOT NULL,
  "reach" TEXT NOT NULL,
  "ahead" INTEGER NOT NULL,
  "blankDay" INTEGER,
  "reason" TEXT NOT NULL,
  "madeAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX "promiseByRequest" ON "promise" ("requestId", "nth");

-- technicians of days to come, as a supervisor planned them; the last plan of a day holds
CREATE TABLE "roster" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "nth" INTEGER NOT NULL,
  "firstDay" INTEGER NOT NULL,
  "lastDay" INTEGER NOT NULL,
  "year" INTEGER NOT NULL,
  "technicians" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "plannedBy" TEXT NOT NULL REFERENCES "person" ("id"),
  "plannedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX "rosterInOrder" ON "roster" ("nth");
CREATE INDEX "rosterByEnd" ON "roster" ("lastDay", "id");
CREATE INDEX "rosterByYear" ON "roster" ("year", "id");

-- 5. Production: a job on a token makes a certificate.

CREATE TABLE "job" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "slot" TEXT,
  "model" TEXT,
  "locationId" TEXT REFERENCES "stockLocation" ("id"),
  "technicianId" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "certificateId" TEXT,
  "startedAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "failure" TEXT,
  "run" TEXT NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
-- one open job for a token and for a request: nothing is produced twice at once
CREATE UNIQUE INDEX "jobOpenToken" ON "job" ("tokenId") WHERE "state" IN ('leased', 'certifying', 'certified');
CREATE UNIQUE INDEX "jobOpenRequest" ON "job" ("requestId") WHERE "state" IN ('leased', 'certifying', 'certified');
CREATE INDEX "jobByState" ON "job" ("state", "id");
-- how many were made today
CREATE INDEX "jobByEnd" ON "job" ("state", "endedAt", "id", "tokenId", "locationId", "model");
CREATE INDEX "jobByRequest" ON "job" ("requestId", "id");
-- the last of them gave a token that was set aside the SO-PIN that it may have
CREATE INDEX "jobUndoneByToken" ON "job" ("tokenId", "id") WHERE "state" = 'undone';
-- a technician's jobs of a day have a limit
CREATE INDEX "jobByTechnician" ON "job" ("technicianId", "startedAt");

CREATE TABLE "certificate" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "issuerId" TEXT NOT NULL,
  "profile" TEXT NOT NULL,
  "profileHash" TEXT NOT NULL,
  "policy" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "holderId" TEXT REFERENCES "person" ("id"),
  "requestId" TEXT REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "jobId" TEXT,
  "workstationId" TEXT REFERENCES "workstation" ("id"),
  "publicKeyHash" TEXT NOT NULL,
  "sha256" TEXT,
  "subject" TEXT,
  "names" TEXT,
  "notBefore" INTEGER NOT NULL,
  "notAfter" INTEGER NOT NULL,
  "intendedAt" INTEGER NOT NULL,
  "orderedBy" TEXT NOT NULL,
  "run" TEXT,
  "sealedAt" INTEGER,
  "revokedAt" INTEGER,
  "revocationReason" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "certificateByHolder" ON "certificate" ("holderId", "id");
CREATE INDEX "certificateByToken" ON "certificate" ("tokenId", "id");
CREATE INDEX "certificateByRequest" ON "certificate" ("requestId", "id");
CREATE INDEX "certificateByJob" ON "certificate" ("jobId", "id");
-- those that end next are looked for every minute
CREATE INDEX "certificateByState" ON "certificate" ("state", "notAfter", "id");
-- those of machines are a list of their own
CREATE INDEX "certificateOfMachineByState" ON "certificate" ("state", "notAfter", "id") WHERE "workstationId" IS NOT NULL;
CREATE INDEX "certificateByWorkstation" ON "certificate" ("workstationId", "id") WHERE "workstationId" IS NOT NULL;
-- a new certificate has a new key pair, always; of one that only a CRL told of, no key is known
CREATE UNIQUE INDEX "certificateByKey" ON "certificate" ("publicKeyHash") WHERE "publicKeyHash" <> '';
-- the same question of a key that the database cannot know to be none
CREATE INDEX "certificateByKeyHash" ON "certificate" ("publicKeyHash");
CREATE UNIQUE INDEX "certificateBySha256" ON "certificate" ("sha256");

-- 6. Hand-over, and the letters that go with it.

CREATE TABLE "handover" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "mode" TEXT NOT NULL,
  "operatorId" TEXT NOT NULL,
  "challengedAt" INTEGER,
  "acceptedAt" INTEGER,
  "acceptedBy" TEXT,
  "acceptanceProof" TEXT,
  "termsHash" TEXT,
  "trackingNumber" TEXT,
  "handedOverAt" INTEGER,
  "parcelAt" INTEGER,
  "parcelBy" TEXT,
  "receiptAt" INTEGER,
  "receiptBy" TEXT,
  "receiptProof" TEXT,
  "failedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "handoverByRequest" ON "handover" ("requestId", "id");
CREATE INDEX "handoverByToken" ON "handover" ("tokenId", "id");
-- what was handed over and never confirmed closes by itself
CREATE INDEX "handoverUnconfirmed" ON "handover" ("mode", "handedOverAt", "id") WHERE "receiptAt" IS NULL;

CREATE TABLE "pickupCode" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "state" TEXT NOT NULL,
  "way" TEXT NOT NULL,
  "wrongTries" INTEGER NOT NULL,
  "issuedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "pickupCodeByRequest" ON "pickupCode" ("requestId", "state", "id");
CREATE INDEX "pickupCodeByState" ON "pickupCode" ("state", "id");

-- slots at a desk, in which people come for their tokens
CREATE TABLE "appointment" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "nth" INTEGER NOT NULL,
  "site" TEXT NOT NULL,
  "day" INTEGER NOT NULL,
  "startsAt" INTEGER NOT NULL,
  "endsAt" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "bookedBy" TEXT NOT NULL REFERENCES "person" ("id"),
  "bookedAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
-- one appointment that stands for a request: the refusal that two racing askers meet
CREATE UNIQUE INDEX "appointmentOpen" ON "appointment" ("requestId") WHERE "state" = 'booked';
CREATE UNIQUE INDEX "appointmentByRequest" ON "appointment" ("requestId", "nth");
CREATE INDEX "appointmentByDay" ON "appointment" ("site", "day", "state", "id");
CREATE INDEX "appointmentByEnd" ON "appointment" ("state", "endsAt", "id");
CREATE INDEX "appointmentByState" ON "appointment" ("state", "day", "id");

CREATE TABLE "identityCheck" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "handoverId" TEXT NOT NULL REFERENCES "handover" ("id"),
  "purpose" TEXT NOT NULL,
  "document" TEXT NOT NULL,
  -- the machine to which a token is to be bound; of a hand-over none is said
  "workstationId" TEXT REFERENCES "workstation" ("id"),
  "checkedBy" TEXT NOT NULL,
  "checkedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "identityCheckByHandover" ON "identityCheck" ("handoverId", "purpose", "id");
-- tokens that were bound to a machine later on
CREATE INDEX "identityCheckByWorkstation" ON "identityCheck" ("workstationId", "id") WHERE "workstationId" IS NOT NULL;

CREATE TABLE "letter" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "requestId" TEXT NOT NULL REFERENCES "request" ("id"),
  "tokenId" TEXT REFERENCES "token" ("id"),
  "secretId" TEXT,
  "state" TEXT NOT NULL,
  "printedBy" TEXT,
  "printedAt" INTEGER,
  "sentTo" TEXT,
  "confirmedAt" INTEGER,
  "shownAt" INTEGER,
  "shownTo" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "letterByRequest" ON "letter" ("requestId", "id");
CREATE INDEX "letterByToken" ON "letter" ("tokenId", "id");
CREATE INDEX "letterByState" ON "letter" ("state", "kind", "id");

-- Incidents: phishing, ransomware.

CREATE TABLE "incident" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "workstationId" TEXT REFERENCES "workstation" ("id"),
  "reporterId" TEXT NOT NULL,
  "reportedAt" INTEGER NOT NULL,
  "blockedAt" INTEGER,
  "blockerId" TEXT,
  "closedAt" INTEGER,
  "closerId" TEXT,
  "outcome" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
-- open ones stand at the top of a page, and past ones are read in pages
CREATE INDEX "incidentByState" ON "incident" ("state", "reportedAt", "id");
-- sorted by kind, or of one kind
CREATE INDEX "incidentByKind" ON "incident" ("state", "kind", "reportedAt", "id");
-- of the people of a service, or of those whom a text finds
CREATE INDEX "incidentByPerson" ON "incident" ("personId", "state", "reportedAt", "id");
CREATE INDEX "incidentOpenByWorkstation" ON "incident" ("workstationId") WHERE "state" = 'open';
-- one open incident for a person and a workstation: the refusal that two racing reporters meet
CREATE INDEX "incidentByWorkstation" ON "incident" ("workstationId", "reportedAt", "id");
CREATE UNIQUE INDEX "incidentOpen" ON "incident" ("personId", coalesce("workstationId", '')) WHERE "state" = 'open';

-- Recalls of a model, a firmware, a batch or a delivery.

CREATE TABLE "recall" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "model" TEXT,
  "value" TEXT,
  "way" TEXT NOT NULL,
  "revokeAt" INTEGER,
  "state" TEXT NOT NULL,
  "proposerId" TEXT NOT NULL,
  "confirmerId" TEXT NOT NULL,
  "openedAt" INTEGER NOT NULL,
  "closedAt" INTEGER,
  "closerId" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "recallByState" ON "recall" ("state", "openedAt", "id");

CREATE TABLE "recallItem" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "recallId" TEXT NOT NULL REFERENCES "recall" ("id"),
  "tokenId" TEXT NOT NULL REFERENCES "token" ("id"),
  "found" TEXT NOT NULL,
  "holderId" TEXT,
  "since" INTEGER NOT NULL,
  "hitAt" INTEGER NOT NULL,
  "settledAt" INTEGER,
  "requestId" TEXT,
  "left" TEXT,
  "seal" TEXT NOT NULL,
  UNIQUE ("tokenId", "recallId")
) STRICT;
-- a recall's page and file go through its tokens
CREATE INDEX "recallItemByRecall" ON "recallItem" ("recallId", "id");
-- what is not settled yet is settled by age
CREATE INDEX "recallItemBySettled" ON "recallItem" ("recallId", "settledAt", "since", "id");

-- Campaigns that move machines from one image to another, or exchange them for others.

CREATE TABLE "campaign" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "fromImage" TEXT,
  "targetImage" TEXT,
  "site" TEXT,
  "service" TEXT,
  "model" TEXT,
  "tokens" TEXT NOT NULL,
  "checklist" TEXT NOT NULL,
  "technicians" INTEGER NOT NULL,
  "perTechnician" INTEGER NOT NULL,
  "startsOn" INTEGER NOT NULL,
  "closedDays" TEXT NOT NULL,
  "plan" INTEGER NOT NULL,
  "way" TEXT NOT NULL,
  "reason" TEXT,
  "state" TEXT NOT NULL,
  "openerId" TEXT NOT NULL,
  "openedAt" INTEGER NOT NULL,
  "enrolledAt" INTEGER,
  "closedAt" INTEGER,
  "closerId" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "campaignByState" ON "campaign" ("state", "openedAt", "id");

CREATE TABLE "campaignItem" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "campaignId" TEXT NOT NULL REFERENCES "campaign" ("id"),
  "workstationId" TEXT NOT NULL REFERENCES "workstation" ("id"),
  "otherId" TEXT REFERENCES "workstation" ("id"),
  "rank" TEXT NOT NULL,
  "assetNumber" TEXT NOT NULL,
  "addedAt" INTEGER NOT NULL,
  "plan" INTEGER NOT NULL,
  "day" INTEGER,
  "toldId" TEXT REFERENCES "person" ("id"),
  "reason" TEXT,
  "times" INTEGER NOT NULL,
  "blocked" TEXT,
  "endedAt" INTEGER,
  "outcome" TEXT,
  "tokenAt" INTEGER,
  "requestId" TEXT,
  "tokenLeft" TEXT,
  "seal" TEXT NOT NULL
) STRICT;
-- its page and its file go through its machines in their order, by their numbers, by their days or as they stand
CREATE INDEX "campaignItemByRank" ON "campaignItem" ("campaignId", "rank", "id");
CREATE INDEX "campaignItemByNumber" ON "campaignItem" ("campaignId", "assetNumber", "id");
CREATE INDEX "campaignItemByDay" ON "campaignItem" ("campaignId", coalesce("day", 999999), "rank", "id");
CREATE INDEX "campaignItemByStanding" ON "campaignItem" ("campaignId", coalesce("outcome", CASE WHEN "blocked" IS NOT NULL
  THEN 'blocked' WHEN "day" IS NULL THEN 'waiting' ELSE 'planned' END), "rank", "id");
CREATE INDEX "campaignItemEnded" ON "campaignItem" ("campaignId", "endedAt", "rank");
-- what a day of a plan takes already, and which campaigns a machine is in
CREATE INDEX "campaignItemOpenDay" ON "campaignItem" ("campaignId", "plan", "day") WHERE "endedAt" IS NULL;
CREATE INDEX "campaignItemOpen" ON "campaignItem" ("workstationId") WHERE "endedAt" IS NULL;
-- a machine that was taken out may come again: once at a time
CREATE INDEX "campaignItemOfMachine" ON "campaignItem" ("campaignId", "workstationId");
CREATE INDEX "campaignItemOfOther" ON "campaignItem" ("campaignId", "otherId") WHERE "otherId" IS NOT NULL;
CREATE INDEX "campaignItemByOutcome" ON "campaignItem" ("workstationId", "outcome");
CREATE UNIQUE INDEX "campaignItemOnce" ON "campaignItem" ("campaignId", "workstationId") WHERE "endedAt" IS NULL;
CREATE UNIQUE INDEX "campaignItemOtherOnce" ON "campaignItem" ("campaignId", "otherId") WHERE "endedAt" IS NULL;
-- what somebody was told to come for
CREATE INDEX "campaignItemTold" ON "campaignItem" ("toldId") WHERE "toldId" IS NOT NULL AND "endedAt" IS NULL;
-- in whose place a machine comes
CREATE INDEX "campaignItemOpenOther" ON "campaignItem" ("otherId") WHERE "otherId" IS NOT NULL AND "endedAt" IS NULL;

-- 7. The certification authorities with their CRLs, what two persons decide, and settings.

CREATE TABLE "authority" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "purpose" TEXT,
  "policy" TEXT,
  "issuerId" TEXT,
  "serialNumber" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "sha256" TEXT,
  "evaluation" INTEGER NOT NULL,
  "notBefore" INTEGER NOT NULL,
  "notAfter" INTEGER NOT NULL,
  "seal" TEXT NOT NULL,
  UNIQUE ("serialNumber"),
  UNIQUE ("sha256")
) STRICT;

CREATE TABLE "crl" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "issuerId" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "thisUpdate" INTEGER NOT NULL,
  "nextUpdate" INTEGER NOT NULL,
  "entries" INTEGER NOT NULL,
  "revoked" INTEGER NOT NULL,
  "sha256" TEXT NOT NULL,
  "seal" TEXT NOT NULL,
  UNIQUE ("issuerId", "number"),
  UNIQUE ("sha256")
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
  "expiresAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "proposalByState" ON "proposal" ("state", "id");
CREATE INDEX "proposalByAct" ON "proposal" ("act", "state", "proposedAt");
CREATE INDEX "proposalByProposer" ON "proposal" ("proposerId", "state", "proposedAt");

CREATE TABLE "setting" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "value" TEXT NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;

CREATE TABLE "node" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "site" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "run" INTEGER NOT NULL,
  "startedAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;

-- 8. The journal (docs/journal.md). Its rows are written once: no UPDATE, no DELETE, and no INSERT in the place of one, for
-- INSERT OR REPLACE deletes without asking a trigger for DELETE.

CREATE TABLE "journalEntry" (
  "seq" INTEGER NOT NULL PRIMARY KEY,
  "at" INTEGER NOT NULL,
  "actor" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "action" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "line" TEXT NOT NULL
) STRICT;
CREATE INDEX "journalEntryAt" ON "journalEntry" ("at");
CREATE INDEX "journalEntryAction" ON "journalEntry" ("action", "seq");
CREATE INDEX "journalEntryActor" ON "journalEntry" ("actor", "seq");
-- the last act of somebody in a role, and that there is none: one more index for each act that was done, so that a review of roles
-- walks nobody's years of acts in another role
CREATE INDEX "journalEntryRole" ON "journalEntry" ("actor", "role", "seq") WHERE "outcome" = 'done';
CREATE INDEX "journalEntrySubject" ON "journalEntry" ("subject", "seq");
CREATE TRIGGER "journalEntryNoUpdate" BEFORE UPDATE ON "journalEntry"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER "journalEntryNoDelete" BEFORE DELETE ON "journalEntry"
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER "journalEntryNoReplace" BEFORE INSERT ON "journalEntry"
WHEN EXISTS (SELECT 1 FROM "journalEntry" WHERE "seq" = NEW."seq")
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
CREATE TRIGGER "journalNodeNoReplace" BEFORE INSERT ON "journalNode"
WHEN EXISTS (SELECT 1 FROM "journalNode" WHERE "level" = NEW."level" AND "place" = NEW."place")
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- from which entry on ("id") and how far the service wrote the journal, and a chain over its leaves, sealed with each entry:
-- nobody else adds one
CREATE TABLE "journalTip" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "size" INTEGER NOT NULL,
  "chain" TEXT NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;

CREATE TABLE "checkpoint" (
  "size" INTEGER NOT NULL PRIMARY KEY,
  "root" BLOB NOT NULL,
  "note" TEXT NOT NULL,
  "signedAt" INTEGER NOT NULL
) STRICT;
CREATE TRIGGER "checkpointNoUpdate" BEFORE UPDATE ON "checkpoint"
BEGIN SELECT RAISE(ABORT, 'a signed checkpoint stays as it is'); END;
CREATE TRIGGER "checkpointNoDelete" BEFORE DELETE ON "checkpoint"
BEGIN SELECT RAISE(ABORT, 'a signed checkpoint stays as it is'); END;
CREATE TRIGGER "checkpointNoReplace" BEFORE INSERT ON "checkpoint"
WHEN EXISTS (SELECT 1 FROM "checkpoint" WHERE "size" = NEW."size")
BEGIN SELECT RAISE(ABORT, 'a signed checkpoint stays as it is'); END;

-- openings of commitments: value and salt. They stand in the order of their entries: commitments are chance, and in theirs each
-- opening would change a page of its own. That no two are the same, the salts see to, and whoever verifies the journal
CREATE TABLE "opening" (
  "commitment" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "subject" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "salt" BLOB NOT NULL,
  "value" TEXT NOT NULL,
  PRIMARY KEY ("seq", "commitment")
) STRICT, WITHOUT ROWID;
CREATE INDEX "openingBySubject" ON "opening" ("subject");
CREATE TRIGGER "openingNoUpdate" BEFORE UPDATE ON "opening"
BEGIN SELECT RAISE(ABORT, 'an opening stays as it is until its person is purged'); END;
CREATE TRIGGER "openingNoReplace" BEFORE INSERT ON "opening"
WHEN EXISTS (SELECT 1 FROM "opening" WHERE "seq" = NEW."seq" AND "commitment" = NEW."commitment")
BEGIN SELECT RAISE(ABORT, 'an opening stays as it is until its person is purged'); END;
-- it leaves with the purge of the person whose row, request, certificate, hand-over or API token it tells of
CREATE TRIGGER "openingNoDelete" BEFORE DELETE ON "opening"
WHEN NOT EXISTS (
  SELECT 1 FROM "person" WHERE "purgedAt" IS NOT NULL AND "id" = (
    SELECT CASE "kind"
      WHEN 'person' THEN "of"
      WHEN 'request' THEN (SELECT "holderId" FROM "request" WHERE "id" = "of")
      WHEN 'device' THEN (SELECT "holderId" FROM "device" WHERE "id" = "of")
      WHEN 'certificate' THEN (SELECT "holderId" FROM "certificate" WHERE "id" = "of")
      WHEN 'apiToken' THEN (SELECT "personId" FROM "apiToken" WHERE "id" = "of")
      WHEN 'handover' THEN (
        SELECT r."holderId" FROM "handover" h JOIN "request" r ON r."id" = h."requestId" WHERE h."id" = "of")
    END
    FROM (
      SELECT substr(OLD."subject", 1, instr(OLD."subject", ':') - 1) AS "kind",
        substr(OLD."subject", instr(OLD."subject", ':') + 1) AS "of"))
)
BEGIN SELECT RAISE(ABORT, 'an opening stays as it is until its person is purged'); END;

-- what two persons confirmed, to the letter, by its SHA-256: whoever edits a text here makes it one that nobody confirmed.
-- Only for showing what changed since; without it the two hashes are shown
CREATE TABLE "confirmedText" (
  "hash" TEXT NOT NULL PRIMARY KEY CHECK (length("hash") = 64),
  "text" TEXT NOT NULL
) STRICT;

-- where a daily report may begin to read the journal: what stood at the end of a day, and that day's report. Derived from the
-- journal, and made again from it when missing. The report stands first: a year of them is read without what was open
CREATE TABLE "dayEnd" (
  "at" INTEGER NOT NULL PRIMARY KEY,
  "report" TEXT NOT NULL,
  "open" TEXT NOT NULL
) STRICT;

-- what a comparison with the journal found to be otherwise, and told of: each thing once, until it is as it should be.
-- Found again by the next comparison when missing
CREATE TABLE "difference" (
  "table" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "foundAt" INTEGER NOT NULL,
  PRIMARY KEY ("table", "id")
) STRICT;

-- how far each journal (by its origin) was pushed to the SIEM: the first entry that was not taken yet
CREATE TABLE "siemCursor" (
  "origin" TEXT NOT NULL PRIMARY KEY,
  "next" INTEGER NOT NULL
) STRICT;

-- 9. What the journal proves but does not hold: sealed secrets, and the octets of certificates and CRLs.

CREATE TABLE "secret" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "purpose" TEXT NOT NULL,
  "sealed" BLOB NOT NULL
) STRICT;
CREATE INDEX "secretByPurpose" ON "secret" ("purpose", "id");

-- of a token by its serial number, of a Nomade credential by its certificate's
CREATE TABLE "revocationCode" (
  "serial" TEXT NOT NULL PRIMARY KEY,
  "hash" TEXT NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;

CREATE TABLE "pickupHash" (
  "pickupCodeId" TEXT NOT NULL PRIMARY KEY REFERENCES "pickupCode" ("id"),
  "hash" TEXT NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;

CREATE TABLE "certificateBody" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "der" BLOB NOT NULL
) STRICT;

-- Revoked certificates by issuer, in the order in which that was committed: a CRL reads what is new since the last one.
-- Triggers keep it, so that nothing which marks a certificate revoked can forget it. The greatest number is a question of
-- its own, for which SQLite looks at the end of the key and not at every revocation.
CREATE TABLE "revocation" (
  "issuerId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "certificateId" TEXT NOT NULL,
  "revokedAt" INTEGER NOT NULL,
  "notAfter" INTEGER NOT NULL,
  PRIMARY KEY ("issuerId", "seq")
) STRICT, WITHOUT ROWID;
CREATE INDEX "revocationByCertificate" ON "revocation" ("certificateId");
CREATE TRIGGER "certificateComesRevoked" AFTER INSERT ON "certificate" WHEN NEW."state" = 'revoked'
BEGIN
  INSERT INTO "revocation" SELECT NEW."issuerId",
      1 + coalesce((SELECT max("seq") FROM "revocation" WHERE "issuerId" = NEW."issuerId"), 0),
      NEW."id", NEW."revokedAt", NEW."notAfter"
    WHERE NOT EXISTS (SELECT 1 FROM "revocation" WHERE "certificateId" = NEW."id");
END;
CREATE TRIGGER "certificateBecomesRevoked" AFTER UPDATE OF "state" ON "certificate"
  WHEN NEW."state" = 'revoked' AND OLD."state" <> 'revoked'
BEGIN
  INSERT INTO "revocation" SELECT NEW."issuerId",
      1 + coalesce((SELECT max("seq") FROM "revocation" WHERE "issuerId" = NEW."issuerId"), 0),
      NEW."id", NEW."revokedAt", NEW."notAfter"
    WHERE NOT EXISTS (SELECT 1 FROM "revocation" WHERE "certificateId" = NEW."id");
END;

-- The newest CRL of each issuer: the octets before its entries and after them, and how far these reach. Its entries are
-- kept in pieces, so that one more revocation writes that one alone.
CREATE TABLE "crlBody" (
  "issuerId" TEXT NOT NULL PRIMARY KEY,
  "number" INTEGER NOT NULL,
  "head" BLOB NOT NULL,
  "tail" BLOB NOT NULL,
  "upTo" INTEGER,
  "gatheredAt" INTEGER
) STRICT;

CREATE TABLE "crlPiece" (
  "issuerId" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "der" BLOB NOT NULL,
  PRIMARY KEY ("issuerId", "number")
) STRICT;

-- the last number given out of each series, such as the requests of a year
CREATE TABLE "series" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "last" INTEGER NOT NULL
) STRICT;

-- 10. Sign-in.

CREATE TABLE "enrolment" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "expiresAt" INTEGER NOT NULL,
  "usedAt" INTEGER,
  "inviterId" TEXT,
  "codeHash" TEXT,
  "former" INTEGER NOT NULL,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "enrolmentByPerson" ON "enrolment" ("personId", "expiresAt");

CREATE TABLE "password" (
  "personId" TEXT NOT NULL PRIMARY KEY REFERENCES "person" ("id"),
  "hash" TEXT NOT NULL,
  "setAt" INTEGER NOT NULL,
  "restoredAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;

CREATE TABLE "passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "name" TEXT NOT NULL,
  "publicKey" BLOB NOT NULL,
  "counter" INTEGER NOT NULL,
  "transports" TEXT NOT NULL,
  -- the host name that it is bound to: it opens nothing at another
  "rpId" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "usedAt" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "passkeyByPerson" ON "passkey" ("personId");

-- who somebody is at an identity provider: issuer and subject together, nothing else
CREATE TABLE "foreignIdentity" (
  "issuer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "linkedAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL,
  PRIMARY KEY ("issuer", "subject")
) STRICT;
CREATE UNIQUE INDEX "foreignIdentityByPerson" ON "foreignIdentity" ("issuer", "personId");

-- how a session was opened decides which roles it may use
CREATE TABLE "session" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "csrf" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "seenAt" INTEGER NOT NULL,
  "freshUntil" INTEGER NOT NULL,
  "expiresAt" INTEGER NOT NULL,
  "method" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "idToken" TEXT,
  "reach" TEXT,
  "benchNode" TEXT,
  "benchPlace" TEXT,
  "benchUntil" INTEGER,
  "seal" TEXT NOT NULL
) STRICT;
CREATE INDEX "sessionByPerson" ON "session" ("personId");
-- who works where: the sessions of a bench, of which there are few
CREATE INDEX "sessionAtBench" ON "session" ("benchNode") WHERE "benchNode" IS NOT NULL;

-- a sign-in of the command line that waits for its person in the browser
CREATE TABLE "deviceCode" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "userCodeHash" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "expiresAt" INTEGER NOT NULL,
  "personId" TEXT REFERENCES "person" ("id"),
  "method" TEXT,
  "reach" TEXT,
  "freshUntil" INTEGER,
  "endsAt" INTEGER,
  "seal" TEXT NOT NULL,
  UNIQUE ("userCodeHash")
) STRICT;

CREATE TABLE "apiTokenHash" (
  "hash" TEXT NOT NULL PRIMARY KEY,
  "apiTokenId" TEXT NOT NULL REFERENCES "apiToken" ("id"),
  "seal" TEXT NOT NULL
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
CREATE INDEX "accessLogByPerson" ON "accessLog" ("personId", "event", "outcome", "at");

-- 11. What the last reading of the directory left: how everybody whom it ever showed stands there, what its groups
-- suggest, and which suggestions somebody looked at and did not follow, until it no longer makes them.

CREATE TABLE "directoryStanding" (
  "personId" TEXT NOT NULL PRIMARY KEY REFERENCES "person" ("id"),
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL
) STRICT;
CREATE INDEX "directoryStandingByState" ON "directoryStanding" ("state", "since", "personId");

CREATE TABLE "roleSuggestion" (
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "role" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  PRIMARY KEY ("personId", "role", "scope", "kind")
) STRICT;

CREATE TABLE "dismissedSuggestion" (
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "role" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "dismissedAt" INTEGER NOT NULL,
  PRIMARY KEY ("personId", "role", "scope", "kind")
) STRICT;

-- What people keep of lists for themselves: filters and order, as an address of the console has them, without what was
-- looked for. No act of the procedure, and nothing is decided by it.

CREATE TABLE "savedView" (
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "list" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "query" TEXT NOT NULL,
  PRIMARY KEY ("personId", "list", "name")
) STRICT;

-- Pages of the first-day tour that a person opened, or 'over' where they dismissed it. No act of the procedure.

CREATE TABLE "firstStep" (
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "page" TEXT NOT NULL,
  PRIMARY KEY ("personId", "page")
) STRICT;

-- 12. E-mails that wait to be sent, queued with the act that they tell of: to a person, or to an address of the
-- configuration (the day's checkpoint). No text, and no person's address: both are made when a mail leaves, so a purge
-- takes them from here too. "once" is what may be told once only; "nextAt" is not before, or the end of the lease of who
-- sends it now. The console shows a person what they were told, mailed or not (state told); "seenAt" is when they looked.

CREATE TABLE "outbox" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "template" TEXT NOT NULL,
  "personId" TEXT REFERENCES "person" ("id"),
  "address" TEXT,
  "about" TEXT NOT NULL,
  "once" TEXT,
  "queuedAt" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "tries" INTEGER NOT NULL,
  "nextAt" INTEGER NOT NULL,
  "endedAt" INTEGER,
  "failure" TEXT,
  "seenAt" INTEGER,
  UNIQUE ("once"),
  CHECK (("personId" IS NULL) <> ("address" IS NULL))
) STRICT;
CREATE INDEX "outboxWaiting" ON "outbox" ("nextAt", "queuedAt", "id") WHERE "state" = 'waiting';
CREATE INDEX "outboxByState" ON "outbox" ("state", "queuedAt", "id");
-- mails that failed are shown among all that wait for their first try
CREATE INDEX "outboxFailed" ON "outbox" ("state", "queuedAt", "id") WHERE "failure" IS NOT NULL;
-- to an address of nobody here, looked for by its beginning
CREATE INDEX "outboxToAddress" ON "outbox" (lower("address")) WHERE "address" IS NOT NULL;
CREATE INDEX "outboxOfPerson" ON "outbox" ("personId", "queuedAt", "id");
CREATE INDEX "outboxEnded" ON "outbox" ("endedAt");

-- 13. What the REST door answered, kept with what the call did, so that a call sent twice is done once. Without a status
-- something of it was done and its answer is not known.

CREATE TABLE "idempotency" (
  "key" TEXT NOT NULL,
  "caller" TEXT NOT NULL,
  "route" TEXT NOT NULL,
  "bodyHash" TEXT NOT NULL,
  "callId" TEXT NOT NULL,
  "status" INTEGER,
  "answer" TEXT,
  "expiresAt" INTEGER NOT NULL,
  "seal" TEXT NOT NULL,
  PRIMARY KEY ("caller", "key")
) STRICT;
CREATE INDEX "idempotencyExpiry" ON "idempotency" ("expiresAt");

-- 14. What people, workstations, tokens and requests are searched by, in lower case without accents, with the columns that
-- their lists are ordered by (src/store/search/). Derived from the records, written with them, and made again from them
-- when it is not whole. Nothing is decided by it. "…Words" is the index of every three characters of a text; what is
-- deleted leaves it at once.

CREATE TABLE "personText" (
  "place" INTEGER NOT NULL PRIMARY KEY,
  "id" TEXT NOT NULL,
  "service" TEXT NOT NULL,
  "familyName" TEXT NOT NULL,
  "givenName" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  UNIQUE ("id")
) STRICT;
CREATE INDEX "personTextByName" ON "personText" ("familyName", "givenName", "id", "text");
CREATE INDEX "personTextByService" ON "personText" ("service", "familyName", "givenName", "id");
CREATE VIRTUAL TABLE "personWords" USING fts5("text", content='personText', content_rowid='place',
  tokenize='trigram case_sensitive 1', detail='none', columnsize=0);
INSERT INTO "personWords" ("personWords", "rank") VALUES ('secure-delete', 1);
CREATE TRIGGER "personTextComes" AFTER INSERT ON "personText"
BEGIN INSERT INTO "personWords" ("rowid", "text") VALUES (NEW."place", NEW."text"); END;
CREATE TRIGGER "personTextGoes" AFTER DELETE ON "personText"
BEGIN INSERT INTO "personWords" ("personWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text"); END;
CREATE TRIGGER "personTextChanges" AFTER UPDATE ON "personText" WHEN OLD."text" <> NEW."text"
BEGIN
  INSERT INTO "personWords" ("personWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text");
  INSERT INTO "personWords" ("rowid", "text") VALUES (NEW."place", NEW."text");
END;

CREATE TABLE "workstationText" (
  "place" INTEGER NOT NULL PRIMARY KEY,
  "id" TEXT NOT NULL,
  "assetNumber" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  UNIQUE ("id")
) STRICT;
CREATE INDEX "workstationTextByNumber" ON "workstationText" ("assetNumber", "id", "text");
CREATE VIRTUAL TABLE "workstationWords" USING fts5("text", content='workstationText', content_rowid='place',
  tokenize='trigram case_sensitive 1', detail='none', columnsize=0);
INSERT INTO "workstationWords" ("workstationWords", "rank") VALUES ('secure-delete', 1);
CREATE TRIGGER "workstationTextComes" AFTER INSERT ON "workstationText"
BEGIN INSERT INTO "workstationWords" ("rowid", "text") VALUES (NEW."place", NEW."text"); END;
CREATE TRIGGER "workstationTextGoes" AFTER DELETE ON "workstationText"
BEGIN INSERT INTO "workstationWords" ("workstationWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text"); END;
CREATE TRIGGER "workstationTextChanges" AFTER UPDATE ON "workstationText" WHEN OLD."text" <> NEW."text"
BEGIN
  INSERT INTO "workstationWords" ("workstationWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text");
  INSERT INTO "workstationWords" ("rowid", "text") VALUES (NEW."place", NEW."text");
END;

CREATE TABLE "tokenText" (
  "place" INTEGER NOT NULL PRIMARY KEY,
  "id" TEXT NOT NULL,
  "holder" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  UNIQUE ("id")
) STRICT;
CREATE INDEX "tokenTextBySerial" ON "tokenText" ("id", "text");
CREATE INDEX "tokenTextByHolder" ON "tokenText" ("holder", "id");
CREATE VIRTUAL TABLE "tokenWords" USING fts5("text", content='tokenText', content_rowid='place',
  tokenize='trigram case_sensitive 1', detail='none', columnsize=0);
INSERT INTO "tokenWords" ("tokenWords", "rank") VALUES ('secure-delete', 1);
CREATE TRIGGER "tokenTextComes" AFTER INSERT ON "tokenText"
BEGIN INSERT INTO "tokenWords" ("rowid", "text") VALUES (NEW."place", NEW."text"); END;
CREATE TRIGGER "tokenTextGoes" AFTER DELETE ON "tokenText"
BEGIN INSERT INTO "tokenWords" ("tokenWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text"); END;
CREATE TRIGGER "tokenTextChanges" AFTER UPDATE ON "tokenText" WHEN OLD."text" <> NEW."text"
BEGIN
  INSERT INTO "tokenWords" ("tokenWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text");
  INSERT INTO "tokenWords" ("rowid", "text") VALUES (NEW."place", NEW."text");
END;

CREATE TABLE "requestText" (
  "place" INTEGER NOT NULL PRIMARY KEY,
  "id" TEXT NOT NULL,
  "submittedAt" INTEGER NOT NULL,
  "service" TEXT NOT NULL,
  "holder" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  UNIQUE ("id")
) STRICT;
CREATE INDEX "requestTextByAge" ON "requestText" ("submittedAt", "id", "text");
CREATE INDEX "requestTextByHolder" ON "requestText" ("holder", "submittedAt", "id");
CREATE INDEX "requestTextByService" ON "requestText" ("service", "holder", "submittedAt", "id");
CREATE VIRTUAL TABLE "requestWords" USING fts5("text", content='requestText', content_rowid='place',
  tokenize='trigram case_sensitive 1', detail='none', columnsize=0);
INSERT INTO "requestWords" ("requestWords", "rank") VALUES ('secure-delete', 1);
CREATE TRIGGER "requestTextComes" AFTER INSERT ON "requestText"
BEGIN INSERT INTO "requestWords" ("rowid", "text") VALUES (NEW."place", NEW."text"); END;
CREATE TRIGGER "requestTextGoes" AFTER DELETE ON "requestText"
BEGIN INSERT INTO "requestWords" ("requestWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text"); END;
CREATE TRIGGER "requestTextChanges" AFTER UPDATE ON "requestText" WHEN OLD."text" <> NEW."text"
BEGIN
  INSERT INTO "requestWords" ("requestWords", "rowid", "text") VALUES ('delete', OLD."place", OLD."text");
  INSERT INTO "requestWords" ("rowid", "text") VALUES (NEW."place", NEW."text");
END;
