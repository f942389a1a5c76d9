-- The tables of db/sqlite/schema.sql for PostgreSQL 15 and later: same order, names and columns. What they mean stands
-- there; what differs stands here.
--
-- Everything is made in the first schema of the connection's search_path (src/store/postgres/schema.ts). Text is ordered
-- by its octets, COLLATE "C", as in SQLite. Foreign keys are DEFERRABLE: a repair puts rows back one by one that point to
-- each other. Triggers are ENABLE ALWAYS: they also act where session_replication_role is 'replica'. Their functions keep
-- the search_path that they were made with, and so use the tables beside them, whatever the caller's search_path is.

-- The index of parts of texts (14). A database that has the extension keeps it where it is.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- For the rows that are written once: says no, with the sentence of its trigger.
CREATE FUNCTION "refuseChange"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0];
END $$;

-- 1. People, and what they may do.

CREATE TABLE "person" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "directoryId" TEXT COLLATE "C",
  "givenName" TEXT COLLATE "C",
  "familyName" TEXT COLLATE "C",
  "email" TEXT COLLATE "C",
  "userPrincipalName" TEXT COLLATE "C",
  "securityIdentifier" TEXT COLLATE "C",
  "postalAddress" TEXT COLLATE "C",
  "service" TEXT COLLATE "C" NOT NULL,
  "site" TEXT COLLATE "C" NOT NULL,
  "createdAt" BIGINT NOT NULL,
  "purgedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("directoryId")
);
CREATE INDEX "personByDirectoryId" ON "person" (lower("directoryId"));
CREATE INDEX "personByEmail" ON "person" (lower("email"));
CREATE INDEX "personByPrincipalName" ON "person" (lower("userPrincipalName"));
CREATE INDEX "personBySid" ON "person" ("securityIdentifier");
-- of a service, whose people are blocked together
CREATE INDEX "personByService" ON "person" ("service", "id");
CREATE INDEX "personUnpurged" ON "person" ("createdAt", "id") WHERE "purgedAt" IS NULL;

CREATE TABLE "account" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES "person" ("id") DEFERRABLE,
  "state" TEXT COLLATE "C" NOT NULL,
  "createdAt" BIGINT NOT NULL,
  "inviterId" TEXT COLLATE "C",
  "voucherId" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "accountByState" ON "account" ("state", "id");
CREATE INDEX "accountByInviter" ON "account" ("inviterId", "state", "id");

CREATE TABLE "grant" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "role" TEXT COLLATE "C" NOT NULL,
  "scope" TEXT COLLATE "C" NOT NULL,
  "grantedAt" BIGINT NOT NULL,
  "granterId" TEXT COLLATE "C",
  "seconderId" TEXT COLLATE "C",
  "validFrom" BIGINT,
  "validUntil" BIGINT,
  "reviewedAt" BIGINT,
  "reviewId" TEXT COLLATE "C",
  "revokedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "grantByPerson" ON "grant" ("personId", "id");
CREATE INDEX "grantByRole" ON "grant" ("role", "id") WHERE "revokedAt" IS NULL;

CREATE TABLE "apiToken" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "name" TEXT COLLATE "C",
  "scopes" TEXT COLLATE "C" NOT NULL,
  "createdAt" BIGINT NOT NULL,
  "expiresAt" BIGINT NOT NULL,
  "revokedAt" BIGINT,
  "thumbprint" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "apiTokenByPerson" ON "apiToken" ("personId", "id");

-- 2. Workstations.

-- "model" and "image" are `*` for any: NULL would be unlike itself in the unique index
CREATE TABLE "checklist" (
  "place" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "purpose" TEXT COLLATE "C" NOT NULL,
  "model" TEXT COLLATE "C" NOT NULL,
  "image" TEXT COLLATE "C" NOT NULL,
  "version" BIGINT NOT NULL,
  "items" TEXT COLLATE "C" NOT NULL,
  "proposerId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "confirmerId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "since" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("purpose", "model", "image", "version"),
  UNIQUE ("place")
);

CREATE TABLE "workstation" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "assetNumber" TEXT COLLATE "C" NOT NULL,
  "serialNumber" TEXT COLLATE "C",
  "model" TEXT COLLATE "C" NOT NULL,
  "image" TEXT COLLATE "C",
  "service" TEXT COLLATE "C" NOT NULL,
  "site" TEXT COLLATE "C" NOT NULL,
  "holderId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "formerHolderId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "state" TEXT COLLATE "C" NOT NULL,
  "round" BIGINT NOT NULL,
  "checklistId" TEXT COLLATE "C" REFERENCES "checklist" ("id") DEFERRABLE,
  "registeredAt" BIGINT NOT NULL,
  "registererId" TEXT COLLATE "C" NOT NULL,
  "seconderId" TEXT COLLATE "C",
  "commissionerId" TEXT COLLATE "C",
  "cameIn" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("assetNumber"),
  UNIQUE ("serialNumber")
);
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
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "workstationId" TEXT COLLATE "C" NOT NULL REFERENCES "workstation" ("id") DEFERRABLE,
  "checklistId" TEXT COLLATE "C" NOT NULL REFERENCES "checklist" ("id") DEFERRABLE,
  "round" BIGINT NOT NULL,
  "item" TEXT COLLATE "C" NOT NULL,
  "value" TEXT COLLATE "C",
  "signedBy" TEXT COLLATE "C" NOT NULL,
  "signedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("workstationId", "round", "item")
);

CREATE TABLE "import" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "askerId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "state" TEXT COLLATE "C" NOT NULL,
  "rows" BIGINT NOT NULL,
  "taken" BIGINT NOT NULL,
  "added" BIGINT NOT NULL,
  "updated" BIGINT NOT NULL,
  "unchanged" BIGINT NOT NULL,
  "refused" BIGINT NOT NULL,
  "refusals" TEXT COLLATE "C" NOT NULL,
  "begunAt" BIGINT NOT NULL,
  "endedAt" BIGINT,
  "stopCode" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX "importRunning" ON "import" ("askerId") WHERE "state" = 'running';

-- 3. The stock of tokens. "place" is the order in which rows came, as SQLite's rowid.

-- A place where tokens are kept, by its code.
CREATE TABLE "stockLocation" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "label" TEXT COLLATE "C" NOT NULL,
  "site" TEXT COLLATE "C" NOT NULL,
  "threshold" BIGINT,
  "addedBy" TEXT COLLATE "C" NOT NULL,
  "addedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
-- the first of a site is where a delivery goes that names none
CREATE INDEX "stockLocationByAdded" ON "stockLocation" ("addedAt", "id");

CREATE TABLE "stockTransfer" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "fromId" TEXT COLLATE "C" NOT NULL REFERENCES "stockLocation" ("id") DEFERRABLE,
  "toId" TEXT COLLATE "C" NOT NULL REFERENCES "stockLocation" ("id") DEFERRABLE,
  "count" BIGINT NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "sentBy" TEXT COLLATE "C" NOT NULL,
  "sentAt" BIGINT NOT NULL,
  "receivedBy" TEXT COLLATE "C",
  "receivedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "stockTransferByState" ON "stockTransfer" ("state", "sentAt", "id");

-- blank tokens that are to come
CREATE TABLE "expectedDelivery" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "nth" BIGINT NOT NULL,
  "reference" TEXT COLLATE "C" NOT NULL,
  "model" TEXT COLLATE "C" NOT NULL,
  "count" BIGINT NOT NULL,
  "came" BIGINT NOT NULL,
  "day" BIGINT NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "reason" TEXT COLLATE "C",
  "expectedBy" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "expectedAt" BIGINT NOT NULL,
  "changedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX "expectedDeliveryInOrder" ON "expectedDelivery" ("nth");
CREATE INDEX "expectedDeliveryByState" ON "expectedDelivery" ("state", "day", "id");

CREATE TABLE "delivery" (
  "place" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "reference" TEXT COLLATE "C" NOT NULL,
  "model" TEXT COLLATE "C" NOT NULL,
  "firmware" TEXT COLLATE "C",
  "batch" TEXT COLLATE "C",
  "count" BIGINT NOT NULL,
  "expectedId" TEXT COLLATE "C" REFERENCES "expectedDelivery" ("id") DEFERRABLE,
  "locationId" TEXT COLLATE "C" REFERENCES "stockLocation" ("id") DEFERRABLE,
  "receivedBy" TEXT COLLATE "C" NOT NULL,
  "receivedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("place")
);

CREATE TABLE "token" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "model" TEXT COLLATE "C" NOT NULL,
  "firmware" TEXT COLLATE "C",
  "batch" TEXT COLLATE "C",
  "deliveryId" TEXT COLLATE "C" NOT NULL REFERENCES "delivery" ("id") DEFERRABLE,
  "locationId" TEXT COLLATE "C" REFERENCES "stockLocation" ("id") DEFERRABLE,
  "transferId" TEXT COLLATE "C" REFERENCES "stockTransfer" ("id") DEFERRABLE,
  "state" TEXT COLLATE "C" NOT NULL,
  "label" TEXT COLLATE "C",
  "requestId" TEXT COLLATE "C",
  "holderId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "workstationId" TEXT COLLATE "C" REFERENCES "workstation" ("id") DEFERRABLE,
  "keyId" TEXT COLLATE "C",
  "certificateId" TEXT COLLATE "C",
  "soPinId" TEXT COLLATE "C" NOT NULL,
  "cycle" BIGINT NOT NULL,
  "receivedAt" BIGINT NOT NULL,
  "activatedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("label")
);
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

-- How many tokens of a model a location ('' for none) has in a state, and how many of them are on the way: for the pages of the stock.
-- The triggers are of the statement: of the row, they would go through all earlier versions of a count that one transaction changes often.
-- Nobody seals it: a number that somebody put at the end of its range keeps no token from changing. From 10^12 no statement gets there.
CREATE TABLE "tokenCount" (
  "location" TEXT COLLATE "C" NOT NULL,
  "model" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "n" BIGINT NOT NULL,
  "onTheWay" BIGINT NOT NULL,
  PRIMARY KEY ("location", "model", "state")
);
CREATE FUNCTION "countTokensThatCome"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO "tokenCount" AS c
    SELECT coalesce("locationId", ''), "model", "state", count(*), count("transferId") FROM "comes" GROUP BY 1, 2, 3
    ON CONFLICT ("location", "model", "state")
      DO UPDATE SET "n" = greatest(least(c."n", 1000000000000), -1000000000000) + excluded."n",
        "onTheWay" = greatest(least(c."onTheWay", 1000000000000), -1000000000000) + excluded."onTheWay";
  RETURN NULL;
END $$;
CREATE TRIGGER "tokenComes" AFTER INSERT ON "token"
  REFERENCING NEW TABLE AS "comes"
  FOR EACH STATEMENT EXECUTE FUNCTION "countTokensThatCome"();
CREATE FUNCTION "countTokensThatGo"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE "tokenCount" AS c SET "n" = greatest(least(c."n", 1000000000000), -1000000000000) - g."n",
      "onTheWay" = greatest(least(c."onTheWay", 1000000000000), -1000000000000) - g."onTheWay"
    FROM (SELECT coalesce("locationId", '') AS "location", "model", "state", count(*) AS "n", count("transferId") AS "onTheWay"
      FROM "goes" GROUP BY 1, 2, 3) AS g
    WHERE c."location" = g."location" AND c."model" = g."model" AND c."state" = g."state";
  RETURN NULL;
END $$;
CREATE TRIGGER "tokenGoes" AFTER DELETE ON "token"
  REFERENCING OLD TABLE AS "goes"
  FOR EACH STATEMENT EXECUTE FUNCTION "countTokensThatGo"();
CREATE FUNCTION "countTokensThatChange"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO "tokenCount" AS c
    SELECT coalesce("locationId", ''), "model", "state", sum("n"), coalesce(sum("n") FILTER (WHERE "transferId" IS NOT NULL), 0)
    FROM (SELECT "locationId", "model", "state", "transferId", 1 AS "n" FROM "becomes"
      UNION ALL SELECT "locationId", "model", "state", "transferId", -1 FROM "was") AS x
    GROUP BY 1, 2, 3
    HAVING sum("n") <> 0 OR coalesce(sum("n") FILTER (WHERE "transferId" IS NOT NULL), 0) <> 0
    ON CONFLICT ("location", "model", "state")
      DO UPDATE SET "n" = greatest(least(c."n", 1000000000000), -1000000000000) + excluded."n",
        "onTheWay" = greatest(least(c."onTheWay", 1000000000000), -1000000000000) + excluded."onTheWay";
  RETURN NULL;
END $$;
CREATE TRIGGER "tokenChanges" AFTER UPDATE ON "token"
  REFERENCING OLD TABLE AS "was" NEW TABLE AS "becomes"
  FOR EACH STATEMENT EXECUTE FUNCTION "countTokensThatChange"();
ALTER TABLE "token" ENABLE ALWAYS TRIGGER "tokenComes", ENABLE ALWAYS TRIGGER "tokenGoes", ENABLE ALWAYS TRIGGER "tokenChanges";

-- Inventories of a location, and what differed.
CREATE TABLE "stockCount" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "locationId" TEXT COLLATE "C" NOT NULL REFERENCES "stockLocation" ("id") DEFERRABLE,
  "expected" BIGINT NOT NULL,
  "seen" BIGINT NOT NULL,
  "unknown" BIGINT NOT NULL,
  "countedBy" TEXT COLLATE "C" NOT NULL,
  "countedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "stockCountByLocation" ON "stockCount" ("locationId", "countedAt", "id");

CREATE TABLE "stockDifference" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "countId" TEXT COLLATE "C" NOT NULL REFERENCES "stockCount" ("id") DEFERRABLE,
  "locationId" TEXT COLLATE "C" NOT NULL REFERENCES "stockLocation" ("id") DEFERRABLE,
  "tokenId" TEXT COLLATE "C" NOT NULL REFERENCES "token" ("id") DEFERRABLE,
  "kind" TEXT COLLATE "C" NOT NULL,
  "reason" TEXT COLLATE "C",
  "settledBy" TEXT COLLATE "C",
  "settledAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("countId", "tokenId")
);
-- what is not explained yet stands on the location's page
CREATE INDEX "stockDifferenceOpen" ON "stockDifference" ("locationId", "id") WHERE "settledAt" IS NULL;

-- Where blanks of a model are fewer than the threshold of their location: one open alert for both.
CREATE TABLE "stockAlert" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "locationId" TEXT COLLATE "C" NOT NULL REFERENCES "stockLocation" ("id") DEFERRABLE,
  "model" TEXT COLLATE "C" NOT NULL,
  "threshold" BIGINT NOT NULL,
  "count" BIGINT NOT NULL,
  "since" BIGINT NOT NULL,
  "endedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX "stockAlertOpen" ON "stockAlert" ("locationId", "model") WHERE "endedAt" IS NULL;
-- the last one tells when the next may begin
CREATE INDEX "stockAlertByPlace" ON "stockAlert" ("locationId", "model", "since");

-- 4. Requests and their approval.

CREATE TABLE "device" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "holderId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "kind" TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C",
  "addedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "deviceByHolder" ON "device" ("holderId", "id");

CREATE TABLE "request" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "number" TEXT COLLATE "C" NOT NULL,
  "kind" TEXT COLLATE "C" NOT NULL,
  "profile" TEXT COLLATE "C" NOT NULL,
  "reason" TEXT COLLATE "C",
  "state" TEXT COLLATE "C" NOT NULL,
  "holderId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "askerId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "workstationId" TEXT COLLATE "C" REFERENCES "workstation" ("id") DEFERRABLE,
  "deviceId" TEXT COLLATE "C" REFERENCES "device" ("id") DEFERRABLE,
  "service" TEXT COLLATE "C" NOT NULL,
  "deliverySite" TEXT COLLATE "C" NOT NULL,
  "priority" BIGINT NOT NULL,
  "confirmedPriority" BIGINT,
  "priorityReason" TEXT COLLATE "C",
  "rank" BIGINT NOT NULL,
  "replacesTokenId" TEXT COLLATE "C",
  "comment" TEXT COLLATE "C",
  "answer" TEXT COLLATE "C",
  "contentHash" TEXT COLLATE "C" NOT NULL,
  "contentSalt" TEXT COLLATE "C",
  "submittedAt" BIGINT NOT NULL,
  "approvedAt" BIGINT,
  "producerId" TEXT COLLATE "C",
  "leaseUntil" BIGINT,
  "producedAt" BIGINT,
  "handedOverAt" BIGINT,
  "closedAt" BIGINT,
  "endReason" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("number"),
  UNIQUE ("contentHash")
);
CREATE INDEX "requestQueue" ON "request" ("state", "rank", "id");
CREATE INDEX "requestBySubmitted" ON "request" ("submittedAt", "id");
CREATE INDEX "requestByState" ON "request" ("state", "submittedAt", "id");
CREATE INDEX "requestByKind" ON "request" ("kind", "state", "submittedAt", "id");
CREATE INDEX "requestByService" ON "request" ("service", "state", "submittedAt", "id");
CREATE INDEX "requestByReplaced" ON "request" ("replacesTokenId") WHERE "replacesTokenId" IS NOT NULL;
CREATE INDEX "requestByHolder" ON "request" ("holderId", "workstationId", "id");
-- one's own, and those of a person's sheet: what is open, and a page of what is over, however much that is
CREATE INDEX "requestByHolderAndState" ON "request" ("holderId", "state", "submittedAt", "id");
CREATE INDEX "requestByAsker" ON "request" ("askerId", "submittedAt", "id");
-- what a correspondent asked for others, of some states: most of it is over
CREATE INDEX "requestByAskerAndState" ON "request" ("askerId", "state", "submittedAt", "id");
CREATE INDEX "requestByWorkstation" ON "request" ("workstationId", "id");
CREATE UNIQUE INDEX "requestOpen" ON "request" ("holderId", coalesce("workstationId", "deviceId", ''))
  WHERE "state" IN ('submitted', 'needs_information', 'approved', 'in_production', 'produced', 'handed_over');

-- a token is written in with the request that it is for, and its table comes first
ALTER TABLE "token" ADD FOREIGN KEY ("requestId") REFERENCES "request" ("id") DEFERRABLE;

CREATE TABLE "approval" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "approverId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "contentHash" TEXT COLLATE "C" NOT NULL,
  "approvedAt" BIGINT NOT NULL,
  "withdrawnAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "approvalByRequest" ON "approval" ("requestId", "id");

-- when a request is ready, as its holder was told; the last one holds
CREATE TABLE "promise" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "nth" BIGINT NOT NULL,
  "fromDay" BIGINT NOT NULL,
  "midDay" BIGINT NOT NULL,
  "byDay" BIGINT NOT NULL,
  "reach" TEXT COLLATE "C" NOT NULL,
  "ahead" BIGINT NOT NULL,
  "blankDay" BIGINT,
  "reason" TEXT COLLATE "C" NOT NULL,
  "madeAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX "promiseByRequest" ON "promise" ("requestId", "nth");

-- technicians of days to come, as a supervisor planned them; the last plan of a day holds
CREATE TABLE "roster" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "nth" BIGINT NOT NULL,
  "firstDay" BIGINT NOT NULL,
  "lastDay" BIGINT NOT NULL,
  "year" BIGINT NOT NULL,
  "technicians" BIGINT NOT NULL,
  "reason" TEXT COLLATE "C" NOT NULL,
  "plannedBy" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "plannedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX "rosterInOrder" ON "roster" ("nth");
CREATE INDEX "rosterByEnd" ON "roster" ("lastDay", "id");
CREATE INDEX "rosterByYear" ON "roster" ("year", "id");

-- 5. Production.

CREATE TABLE "job" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "tokenId" TEXT COLLATE "C" REFERENCES "token" ("id") DEFERRABLE,
  "slot" TEXT COLLATE "C",
  "model" TEXT COLLATE "C",
  "locationId" TEXT COLLATE "C" REFERENCES "stockLocation" ("id") DEFERRABLE,
  "technicianId" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "certificateId" TEXT COLLATE "C",
  "startedAt" BIGINT NOT NULL,
  "endedAt" BIGINT,
  "failure" TEXT COLLATE "C",
  "run" TEXT COLLATE "C" NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX "jobOpenToken" ON "job" ("tokenId") WHERE "state" IN ('leased', 'certifying', 'certified');
CREATE UNIQUE INDEX "jobOpenRequest" ON "job" ("requestId") WHERE "state" IN ('leased', 'certifying', 'certified');
CREATE INDEX "jobByState" ON "job" ("state", "id");
CREATE INDEX "jobByEnd" ON "job" ("state", "endedAt", "id", "tokenId", "locationId", "model");
CREATE INDEX "jobByRequest" ON "job" ("requestId", "id");
CREATE INDEX "jobUndoneByToken" ON "job" ("tokenId", "id") WHERE "state" = 'undone';
CREATE INDEX "jobByTechnician" ON "job" ("technicianId", "startedAt");

CREATE TABLE "certificate" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "issuerId" TEXT COLLATE "C" NOT NULL,
  "profile" TEXT COLLATE "C" NOT NULL,
  "profileHash" TEXT COLLATE "C" NOT NULL,
  "policy" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "holderId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "requestId" TEXT COLLATE "C" REFERENCES "request" ("id") DEFERRABLE,
  "tokenId" TEXT COLLATE "C" REFERENCES "token" ("id") DEFERRABLE,
  "jobId" TEXT COLLATE "C",
  "workstationId" TEXT COLLATE "C" REFERENCES "workstation" ("id") DEFERRABLE,
  "publicKeyHash" TEXT COLLATE "C" NOT NULL,
  "sha256" TEXT COLLATE "C",
  "subject" TEXT COLLATE "C",
  "names" TEXT COLLATE "C",
  "notBefore" BIGINT NOT NULL,
  "notAfter" BIGINT NOT NULL,
  "intendedAt" BIGINT NOT NULL,
  "orderedBy" TEXT COLLATE "C" NOT NULL,
  "run" TEXT COLLATE "C",
  "sealedAt" BIGINT,
  "revokedAt" BIGINT,
  "revocationReason" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "certificateByHolder" ON "certificate" ("holderId", "id");
CREATE INDEX "certificateByToken" ON "certificate" ("tokenId", "id");
CREATE INDEX "certificateByRequest" ON "certificate" ("requestId", "id");
CREATE INDEX "certificateByJob" ON "certificate" ("jobId", "id");
CREATE INDEX "certificateByState" ON "certificate" ("state", "notAfter", "id");
-- those of machines are a list of their own
CREATE INDEX "certificateOfMachineByState" ON "certificate" ("state", "notAfter", "id") WHERE "workstationId" IS NOT NULL;
CREATE INDEX "certificateByWorkstation" ON "certificate" ("workstationId", "id") WHERE "workstationId" IS NOT NULL;
CREATE UNIQUE INDEX "certificateByKey" ON "certificate" ("publicKeyHash") WHERE "publicKeyHash" <> '';
CREATE INDEX "certificateByKeyHash" ON "certificate" ("publicKeyHash");
CREATE UNIQUE INDEX "certificateBySha256" ON "certificate" ("sha256");

-- 6. Hand-over, and the letters that go with it.

CREATE TABLE "handover" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "tokenId" TEXT COLLATE "C" REFERENCES "token" ("id") DEFERRABLE,
  "mode" TEXT COLLATE "C" NOT NULL,
  "operatorId" TEXT COLLATE "C" NOT NULL,
  "challengedAt" BIGINT,
  "acceptedAt" BIGINT,
  "acceptedBy" TEXT COLLATE "C",
  "acceptanceProof" TEXT COLLATE "C",
  "termsHash" TEXT COLLATE "C",
  "trackingNumber" TEXT COLLATE "C",
  "handedOverAt" BIGINT,
  "parcelAt" BIGINT,
  "parcelBy" TEXT COLLATE "C",
  "receiptAt" BIGINT,
  "receiptBy" TEXT COLLATE "C",
  "receiptProof" TEXT COLLATE "C",
  "failedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "handoverByRequest" ON "handover" ("requestId", "id");
CREATE INDEX "handoverByToken" ON "handover" ("tokenId", "id");
CREATE INDEX "handoverUnconfirmed" ON "handover" ("mode", "handedOverAt", "id") WHERE "receiptAt" IS NULL;

CREATE TABLE "pickupCode" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "state" TEXT COLLATE "C" NOT NULL,
  "way" TEXT COLLATE "C" NOT NULL,
  "wrongTries" BIGINT NOT NULL,
  "issuedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "pickupCodeByRequest" ON "pickupCode" ("requestId", "state", "id");
CREATE INDEX "pickupCodeByState" ON "pickupCode" ("state", "id");

-- slots at a desk, in which people come for their tokens
CREATE TABLE "appointment" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "nth" BIGINT NOT NULL,
  "site" TEXT COLLATE "C" NOT NULL,
  "day" BIGINT NOT NULL,
  "startsAt" BIGINT NOT NULL,
  "endsAt" BIGINT NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "bookedBy" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "bookedAt" BIGINT NOT NULL,
  "endedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
-- one appointment that stands for a request: the refusal that two racing askers meet
CREATE UNIQUE INDEX "appointmentOpen" ON "appointment" ("requestId") WHERE "state" = 'booked';
CREATE UNIQUE INDEX "appointmentByRequest" ON "appointment" ("requestId", "nth");
CREATE INDEX "appointmentByDay" ON "appointment" ("site", "day", "state", "id");
CREATE INDEX "appointmentByEnd" ON "appointment" ("state", "endsAt", "id");
CREATE INDEX "appointmentByState" ON "appointment" ("state", "day", "id");

CREATE TABLE "identityCheck" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "handoverId" TEXT COLLATE "C" NOT NULL REFERENCES "handover" ("id") DEFERRABLE,
  "purpose" TEXT COLLATE "C" NOT NULL,
  "document" TEXT COLLATE "C" NOT NULL,
  -- the machine to which a token is to be bound; of a hand-over none is said
  "workstationId" TEXT COLLATE "C" REFERENCES "workstation" ("id") DEFERRABLE,
  "checkedBy" TEXT COLLATE "C" NOT NULL,
  "checkedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "identityCheckByHandover" ON "identityCheck" ("handoverId", "purpose", "id");
-- tokens that were bound to a machine later on
CREATE INDEX "identityCheckByWorkstation" ON "identityCheck" ("workstationId", "id") WHERE "workstationId" IS NOT NULL;

CREATE TABLE "letter" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "requestId" TEXT COLLATE "C" NOT NULL REFERENCES "request" ("id") DEFERRABLE,
  "tokenId" TEXT COLLATE "C" REFERENCES "token" ("id") DEFERRABLE,
  "secretId" TEXT COLLATE "C",
  "state" TEXT COLLATE "C" NOT NULL,
  "printedBy" TEXT COLLATE "C",
  "printedAt" BIGINT,
  "sentTo" TEXT COLLATE "C",
  "confirmedAt" BIGINT,
  "shownAt" BIGINT,
  "shownTo" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "letterByRequest" ON "letter" ("requestId", "id");
CREATE INDEX "letterByToken" ON "letter" ("tokenId", "id");
CREATE INDEX "letterByState" ON "letter" ("state", "kind", "id");

-- Incidents: phishing, ransomware.

CREATE TABLE "incident" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "workstationId" TEXT COLLATE "C" REFERENCES "workstation" ("id") DEFERRABLE,
  "reporterId" TEXT COLLATE "C" NOT NULL,
  "reportedAt" BIGINT NOT NULL,
  "blockedAt" BIGINT,
  "blockerId" TEXT COLLATE "C",
  "closedAt" BIGINT,
  "closerId" TEXT COLLATE "C",
  "outcome" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
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
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "model" TEXT COLLATE "C",
  "value" TEXT COLLATE "C",
  "way" TEXT COLLATE "C" NOT NULL,
  "revokeAt" BIGINT,
  "state" TEXT COLLATE "C" NOT NULL,
  "proposerId" TEXT COLLATE "C" NOT NULL,
  "confirmerId" TEXT COLLATE "C" NOT NULL,
  "openedAt" BIGINT NOT NULL,
  "closedAt" BIGINT,
  "closerId" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "recallByState" ON "recall" ("state", "openedAt", "id");

CREATE TABLE "recallItem" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "recallId" TEXT COLLATE "C" NOT NULL REFERENCES "recall" ("id") DEFERRABLE,
  "tokenId" TEXT COLLATE "C" NOT NULL REFERENCES "token" ("id") DEFERRABLE,
  "found" TEXT COLLATE "C" NOT NULL,
  "holderId" TEXT COLLATE "C",
  "since" BIGINT NOT NULL,
  "hitAt" BIGINT NOT NULL,
  "settledAt" BIGINT,
  "requestId" TEXT COLLATE "C",
  "left" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("tokenId", "recallId")
);
-- a recall's page and file go through its tokens
CREATE INDEX "recallItemByRecall" ON "recallItem" ("recallId", "id");
-- what is not settled yet is settled by age
CREATE INDEX "recallItemBySettled" ON "recallItem" ("recallId", "settledAt", "since", "id");

-- Campaigns that move machines from one image to another, or exchange them for others.

CREATE TABLE "campaign" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "fromImage" TEXT COLLATE "C",
  "targetImage" TEXT COLLATE "C",
  "site" TEXT COLLATE "C",
  "service" TEXT COLLATE "C",
  "model" TEXT COLLATE "C",
  "tokens" TEXT COLLATE "C" NOT NULL,
  "checklist" TEXT COLLATE "C" NOT NULL,
  "technicians" BIGINT NOT NULL,
  "perTechnician" BIGINT NOT NULL,
  "startsOn" BIGINT NOT NULL,
  "closedDays" TEXT COLLATE "C" NOT NULL,
  "plan" BIGINT NOT NULL,
  "way" TEXT COLLATE "C" NOT NULL,
  "reason" TEXT COLLATE "C",
  "state" TEXT COLLATE "C" NOT NULL,
  "openerId" TEXT COLLATE "C" NOT NULL,
  "openedAt" BIGINT NOT NULL,
  "enrolledAt" BIGINT,
  "closedAt" BIGINT,
  "closerId" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "campaignByState" ON "campaign" ("state", "openedAt", "id");

CREATE TABLE "campaignItem" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "campaignId" TEXT COLLATE "C" NOT NULL REFERENCES "campaign" ("id") DEFERRABLE,
  "workstationId" TEXT COLLATE "C" NOT NULL REFERENCES "workstation" ("id") DEFERRABLE,
  "otherId" TEXT COLLATE "C" REFERENCES "workstation" ("id") DEFERRABLE,
  "rank" TEXT COLLATE "C" NOT NULL,
  "assetNumber" TEXT COLLATE "C" NOT NULL,
  "addedAt" BIGINT NOT NULL,
  "plan" BIGINT NOT NULL,
  "day" BIGINT,
  "toldId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "reason" TEXT COLLATE "C",
  "times" BIGINT NOT NULL,
  "blocked" TEXT COLLATE "C",
  "endedAt" BIGINT,
  "outcome" TEXT COLLATE "C",
  "tokenAt" BIGINT,
  "requestId" TEXT COLLATE "C",
  "tokenLeft" TEXT COLLATE "C",
  "seal" TEXT COLLATE "C" NOT NULL
);
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

-- 7. Certification authorities with their CRLs, what two persons decide, and settings.

CREATE TABLE "authority" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "kind" TEXT COLLATE "C" NOT NULL,
  "purpose" TEXT COLLATE "C",
  "policy" TEXT COLLATE "C",
  "issuerId" TEXT COLLATE "C",
  "serialNumber" TEXT COLLATE "C" NOT NULL,
  "subject" TEXT COLLATE "C" NOT NULL,
  "sha256" TEXT COLLATE "C",
  "evaluation" BIGINT NOT NULL,
  "notBefore" BIGINT NOT NULL,
  "notAfter" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("serialNumber"),
  UNIQUE ("sha256")
);

CREATE TABLE "crl" (
  "place" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "issuerId" TEXT COLLATE "C" NOT NULL,
  "number" BIGINT NOT NULL,
  "thisUpdate" BIGINT NOT NULL,
  "nextUpdate" BIGINT NOT NULL,
  "entries" BIGINT NOT NULL,
  "revoked" BIGINT NOT NULL,
  "sha256" TEXT COLLATE "C" NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("issuerId", "number"),
  UNIQUE ("sha256"),
  UNIQUE ("place")
);

CREATE TABLE "proposal" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "act" TEXT COLLATE "C" NOT NULL,
  "argsHash" TEXT COLLATE "C" NOT NULL,
  "args" TEXT COLLATE "C",
  "proposerId" TEXT COLLATE "C" NOT NULL,
  "confirmerId" TEXT COLLATE "C",
  "state" TEXT COLLATE "C" NOT NULL,
  "proposedAt" BIGINT NOT NULL,
  "expiresAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "proposalByState" ON "proposal" ("state", "id");
CREATE INDEX "proposalByAct" ON "proposal" ("act", "state", "proposedAt");
CREATE INDEX "proposalByProposer" ON "proposal" ("proposerId", "state", "proposedAt");

CREATE TABLE "setting" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "value" TEXT COLLATE "C" NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "node" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "site" TEXT COLLATE "C" NOT NULL,
  "version" TEXT COLLATE "C" NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "run" BIGINT NOT NULL,
  "startedAt" BIGINT NOT NULL,
  "endedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);

-- 8. The journal. Its rows are written once: no UPDATE, not even by INSERT … ON CONFLICT, no DELETE and no TRUNCATE. The
-- primary key refuses a second INSERT: PostgreSQL has no INSERT OR REPLACE, and so no trigger against it.

CREATE TABLE "journalEntry" (
  "seq" BIGINT NOT NULL PRIMARY KEY,
  "at" BIGINT NOT NULL,
  "actor" TEXT COLLATE "C" NOT NULL,
  "role" TEXT COLLATE "C" NOT NULL,
  "action" TEXT COLLATE "C" NOT NULL,
  "subject" TEXT COLLATE "C" NOT NULL,
  "outcome" TEXT COLLATE "C" NOT NULL,
  "line" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "journalEntryAt" ON "journalEntry" ("at");
CREATE INDEX "journalEntryAction" ON "journalEntry" ("action", "seq");
CREATE INDEX "journalEntryActor" ON "journalEntry" ("actor", "seq");
-- the last act of somebody in a role, and that there is none: one more index for each act that was done, so that a review of roles
-- walks nobody's years of acts in another role
CREATE INDEX "journalEntryRole" ON "journalEntry" ("actor", "role", "seq") WHERE "outcome" = 'done';
CREATE INDEX "journalEntrySubject" ON "journalEntry" ("subject", "seq");
CREATE TRIGGER "journalEntryNoUpdate" BEFORE UPDATE ON "journalEntry"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('the journal is append-only');
CREATE TRIGGER "journalEntryNoDelete" BEFORE DELETE ON "journalEntry"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('the journal is append-only');
CREATE TRIGGER "journalEntryNoTruncate" BEFORE TRUNCATE ON "journalEntry"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"('the journal is append-only');
ALTER TABLE "journalEntry" ENABLE ALWAYS TRIGGER "journalEntryNoUpdate",
  ENABLE ALWAYS TRIGGER "journalEntryNoDelete",
  ENABLE ALWAYS TRIGGER "journalEntryNoTruncate";

CREATE TABLE "journalNode" (
  "level" BIGINT NOT NULL,
  "place" BIGINT NOT NULL,
  "hash" BYTEA NOT NULL,
  PRIMARY KEY ("level", "place")
);
CREATE TRIGGER "journalNodeNoUpdate" BEFORE UPDATE ON "journalNode"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('the journal is append-only');
CREATE TRIGGER "journalNodeNoDelete" BEFORE DELETE ON "journalNode"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('the journal is append-only');
CREATE TRIGGER "journalNodeNoTruncate" BEFORE TRUNCATE ON "journalNode"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"('the journal is append-only');
ALTER TABLE "journalNode" ENABLE ALWAYS TRIGGER "journalNodeNoUpdate",
  ENABLE ALWAYS TRIGGER "journalNodeNoDelete",
  ENABLE ALWAYS TRIGGER "journalNodeNoTruncate";

CREATE TABLE "journalTip" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "size" BIGINT NOT NULL,
  "chain" TEXT COLLATE "C" NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "checkpoint" (
  "size" BIGINT NOT NULL PRIMARY KEY,
  "root" BYTEA NOT NULL,
  "note" TEXT COLLATE "C" NOT NULL,
  "signedAt" BIGINT NOT NULL
);
CREATE TRIGGER "checkpointNoUpdate" BEFORE UPDATE ON "checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('a signed checkpoint stays as it is');
CREATE TRIGGER "checkpointNoDelete" BEFORE DELETE ON "checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('a signed checkpoint stays as it is');
CREATE TRIGGER "checkpointNoTruncate" BEFORE TRUNCATE ON "checkpoint"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"('a signed checkpoint stays as it is');
ALTER TABLE "checkpoint" ENABLE ALWAYS TRIGGER "checkpointNoUpdate",
  ENABLE ALWAYS TRIGGER "checkpointNoDelete",
  ENABLE ALWAYS TRIGGER "checkpointNoTruncate";

CREATE TABLE "opening" (
  "commitment" TEXT COLLATE "C" NOT NULL,
  "seq" BIGINT NOT NULL,
  "subject" TEXT COLLATE "C" NOT NULL,
  "field" TEXT COLLATE "C" NOT NULL,
  "salt" BYTEA NOT NULL,
  "value" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("seq", "commitment")
);
CREATE INDEX "openingBySubject" ON "opening" ("subject");
CREATE FUNCTION "keepOpening"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  "kindOf" TEXT := split_part(OLD."subject", ':', 1);
  "idOf" TEXT := substr(OLD."subject", strpos(OLD."subject", ':') + 1);
  "ownerId" TEXT;
BEGIN
  "ownerId" := CASE "kindOf"
    WHEN 'person' THEN "idOf"
    WHEN 'request' THEN (SELECT r."holderId" FROM "request" r WHERE r."id" = "idOf")
    WHEN 'device' THEN (SELECT d."holderId" FROM "device" d WHERE d."id" = "idOf")
    WHEN 'certificate' THEN (SELECT c."holderId" FROM "certificate" c WHERE c."id" = "idOf")
    WHEN 'apiToken' THEN (SELECT a."personId" FROM "apiToken" a WHERE a."id" = "idOf")
    WHEN 'handover' THEN (
      SELECT r."holderId" FROM "handover" h JOIN "request" r ON r."id" = h."requestId" WHERE h."id" = "idOf")
  END;
  IF EXISTS (SELECT 1 FROM "person" p WHERE p."id" = "ownerId" AND p."purgedAt" IS NOT NULL) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'an opening stays as it is until its person is purged';
END $$;
CREATE TRIGGER "openingNoUpdate" BEFORE UPDATE ON "opening"
  FOR EACH ROW EXECUTE FUNCTION "refuseChange"('an opening stays as it is until its person is purged');
CREATE TRIGGER "openingNoDelete" BEFORE DELETE ON "opening"
  FOR EACH ROW EXECUTE FUNCTION "keepOpening"();
CREATE TRIGGER "openingNoTruncate" BEFORE TRUNCATE ON "opening"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuseChange"('an opening stays as it is until its person is purged');
ALTER TABLE "opening" ENABLE ALWAYS TRIGGER "openingNoUpdate",
  ENABLE ALWAYS TRIGGER "openingNoDelete",
  ENABLE ALWAYS TRIGGER "openingNoTruncate";

CREATE TABLE "confirmedText" (
  "hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("hash") = 64),
  "text" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "dayEnd" (
  "at" BIGINT NOT NULL PRIMARY KEY,
  "report" TEXT COLLATE "C" NOT NULL,
  "open" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "difference" (
  "table" TEXT COLLATE "C" NOT NULL,
  "id" TEXT COLLATE "C" NOT NULL,
  "kind" TEXT COLLATE "C" NOT NULL,
  "foundAt" BIGINT NOT NULL,
  PRIMARY KEY ("table", "id")
);

CREATE TABLE "siemCursor" (
  "origin" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "next" BIGINT NOT NULL
);

-- 9. What the journal proves but does not hold.

CREATE TABLE "secret" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "purpose" TEXT COLLATE "C" NOT NULL,
  "sealed" BYTEA NOT NULL
);
CREATE INDEX "secretByPurpose" ON "secret" ("purpose", "id");

-- of a token by its serial number, of a Nomade credential by its certificate's
CREATE TABLE "revocationCode" (
  "serial" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "hash" TEXT COLLATE "C" NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "pickupHash" (
  "pickupCodeId" TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES "pickupCode" ("id") DEFERRABLE,
  "hash" TEXT COLLATE "C" NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "certificateBody" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "der" BYTEA NOT NULL
);

CREATE TABLE "revocation" (
  "issuerId" TEXT COLLATE "C" NOT NULL,
  "seq" BIGINT NOT NULL,
  "certificateId" TEXT COLLATE "C" NOT NULL,
  "revokedAt" BIGINT NOT NULL,
  "notAfter" BIGINT NOT NULL,
  PRIMARY KEY ("issuerId", "seq")
);
CREATE INDEX "revocationByCertificate" ON "revocation" ("certificateId");
CREATE FUNCTION "noteRevocation"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO "revocation" ("issuerId", "seq", "certificateId", "revokedAt", "notAfter")
    SELECT NEW."issuerId",
      1 + coalesce((SELECT max(r."seq") FROM "revocation" r WHERE r."issuerId" = NEW."issuerId"), 0),
      NEW."id", NEW."revokedAt", NEW."notAfter"
    WHERE NOT EXISTS (SELECT 1 FROM "revocation" r WHERE r."certificateId" = NEW."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "certificateComesRevoked" AFTER INSERT ON "certificate"
  FOR EACH ROW WHEN (NEW."state" = 'revoked') EXECUTE FUNCTION "noteRevocation"();
-- A statement changes its rows in any order. Those of one are listed by their ids: the store writes only such together whose ids rise in
-- their entry, so the list has the order of the journal.
CREATE FUNCTION "noteRevocations"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO "revocation" ("issuerId", "seq", "certificateId", "revokedAt", "notAfter")
    SELECT b."issuerId",
      row_number() OVER (PARTITION BY b."issuerId" ORDER BY b."id")
        + coalesce((SELECT max(r."seq") FROM "revocation" r WHERE r."issuerId" = b."issuerId"), 0),
      b."id", b."revokedAt", b."notAfter"
    FROM "becomes" b JOIN "was" w ON w."id" = b."id"
    WHERE b."state" = 'revoked' AND w."state" <> 'revoked'
      AND NOT EXISTS (SELECT 1 FROM "revocation" r WHERE r."certificateId" = b."id");
  RETURN NULL;
END $$;
CREATE TRIGGER "certificateBecomesRevoked" AFTER UPDATE ON "certificate"
  REFERENCING OLD TABLE AS "was" NEW TABLE AS "becomes"
  FOR EACH STATEMENT EXECUTE FUNCTION "noteRevocations"();
ALTER TABLE "certificate" ENABLE ALWAYS TRIGGER "certificateComesRevoked",
  ENABLE ALWAYS TRIGGER "certificateBecomesRevoked";

CREATE TABLE "crlBody" (
  "issuerId" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "number" BIGINT NOT NULL,
  "head" BYTEA NOT NULL,
  "tail" BYTEA NOT NULL,
  "upTo" BIGINT,
  "gatheredAt" BIGINT
);

CREATE TABLE "crlPiece" (
  "issuerId" TEXT COLLATE "C" NOT NULL,
  "number" BIGINT NOT NULL,
  "der" BYTEA NOT NULL,
  PRIMARY KEY ("issuerId", "number")
);

CREATE TABLE "series" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "last" BIGINT NOT NULL
);

-- 10. Sign-in.

CREATE TABLE "enrolment" (
  "hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "expiresAt" BIGINT NOT NULL,
  "usedAt" BIGINT,
  "inviterId" TEXT COLLATE "C",
  "codeHash" TEXT COLLATE "C",
  "former" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "enrolmentByPerson" ON "enrolment" ("personId", "expiresAt");

CREATE TABLE "password" (
  "personId" TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES "person" ("id") DEFERRABLE,
  "hash" TEXT COLLATE "C" NOT NULL,
  "setAt" BIGINT NOT NULL,
  "restoredAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "passkey" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "name" TEXT COLLATE "C" NOT NULL,
  "publicKey" BYTEA NOT NULL,
  "counter" BIGINT NOT NULL,
  "transports" TEXT COLLATE "C" NOT NULL,
  "rpId" TEXT COLLATE "C" NOT NULL,
  "createdAt" BIGINT NOT NULL,
  "usedAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "passkeyByPerson" ON "passkey" ("personId");

CREATE TABLE "foreignIdentity" (
  "issuer" TEXT COLLATE "C" NOT NULL,
  "subject" TEXT COLLATE "C" NOT NULL,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "linkedAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("issuer", "subject")
);
CREATE UNIQUE INDEX "foreignIdentityByPerson" ON "foreignIdentity" ("issuer", "personId");

CREATE TABLE "session" (
  "hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "csrf" TEXT COLLATE "C" NOT NULL,
  "createdAt" BIGINT NOT NULL,
  "seenAt" BIGINT NOT NULL,
  "freshUntil" BIGINT NOT NULL,
  "expiresAt" BIGINT NOT NULL,
  "method" TEXT COLLATE "C" NOT NULL,
  "address" TEXT COLLATE "C" NOT NULL,
  "idToken" TEXT COLLATE "C",
  "reach" TEXT COLLATE "C",
  "benchNode" TEXT COLLATE "C",
  "benchPlace" TEXT COLLATE "C",
  "benchUntil" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "sessionByPerson" ON "session" ("personId");
-- who works where: the sessions of a bench, of which there are few
CREATE INDEX "sessionAtBench" ON "session" ("benchNode") WHERE "benchNode" IS NOT NULL;

CREATE TABLE "deviceCode" (
  "hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "userCodeHash" TEXT COLLATE "C" NOT NULL,
  "address" TEXT COLLATE "C" NOT NULL,
  "createdAt" BIGINT NOT NULL,
  "expiresAt" BIGINT NOT NULL,
  "personId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "method" TEXT COLLATE "C",
  "reach" TEXT COLLATE "C",
  "freshUntil" BIGINT,
  "endsAt" BIGINT,
  "seal" TEXT COLLATE "C" NOT NULL,
  UNIQUE ("userCodeHash")
);

CREATE TABLE "apiTokenHash" (
  "hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "apiTokenId" TEXT COLLATE "C" NOT NULL REFERENCES "apiToken" ("id") DEFERRABLE,
  "seal" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "accessLog" (
  "id" BIGINT NOT NULL GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "at" BIGINT NOT NULL,
  "event" TEXT COLLATE "C" NOT NULL,
  "personId" TEXT COLLATE "C",
  "address" TEXT COLLATE "C" NOT NULL,
  "outcome" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "accessLogAt" ON "accessLog" ("at");
CREATE INDEX "accessLogByPerson" ON "accessLog" ("personId", "event", "outcome", "at");

-- 11. What the last reading of the directory left.

CREATE TABLE "directoryStanding" (
  "personId" TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES "person" ("id") DEFERRABLE,
  "state" TEXT COLLATE "C" NOT NULL,
  "since" BIGINT NOT NULL
);
CREATE INDEX "directoryStandingByState" ON "directoryStanding" ("state", "since", "personId");

CREATE TABLE "roleSuggestion" (
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "role" TEXT COLLATE "C" NOT NULL,
  "scope" TEXT COLLATE "C" NOT NULL,
  "kind" TEXT COLLATE "C" NOT NULL,
  "since" BIGINT NOT NULL,
  PRIMARY KEY ("personId", "role", "scope", "kind")
);

CREATE TABLE "dismissedSuggestion" (
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "role" TEXT COLLATE "C" NOT NULL,
  "scope" TEXT COLLATE "C" NOT NULL,
  "kind" TEXT COLLATE "C" NOT NULL,
  "reason" TEXT COLLATE "C" NOT NULL,
  "dismissedAt" BIGINT NOT NULL,
  PRIMARY KEY ("personId", "role", "scope", "kind")
);

CREATE TABLE "savedView" (
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "list" TEXT COLLATE "C" NOT NULL,
  "name" TEXT COLLATE "C" NOT NULL,
  "query" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("personId", "list", "name")
);

CREATE TABLE "firstStep" (
  "personId" TEXT COLLATE "C" NOT NULL REFERENCES "person" ("id") DEFERRABLE,
  "page" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("personId", "page")
);

-- 12. E-mails that wait to be sent.

CREATE TABLE "outbox" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "template" TEXT COLLATE "C" NOT NULL,
  "personId" TEXT COLLATE "C" REFERENCES "person" ("id") DEFERRABLE,
  "address" TEXT COLLATE "C",
  "about" TEXT COLLATE "C" NOT NULL,
  "once" TEXT COLLATE "C",
  "queuedAt" BIGINT NOT NULL,
  "state" TEXT COLLATE "C" NOT NULL,
  "tries" BIGINT NOT NULL,
  "nextAt" BIGINT NOT NULL,
  "endedAt" BIGINT,
  "failure" TEXT COLLATE "C",
  "seenAt" BIGINT,
  UNIQUE ("once"),
  CHECK (("personId" IS NULL) <> ("address" IS NULL))
);
CREATE INDEX "outboxWaiting" ON "outbox" ("nextAt", "queuedAt", "id") WHERE "state" = 'waiting';
CREATE INDEX "outboxByState" ON "outbox" ("state", "queuedAt", "id");
-- mails that failed are shown among all that wait for their first try
CREATE INDEX "outboxFailed" ON "outbox" ("state", "queuedAt", "id") WHERE "failure" IS NOT NULL;
-- to an address of nobody here, looked for by its beginning
CREATE INDEX "outboxToAddress" ON "outbox" (lower("address")) WHERE "address" IS NOT NULL;
CREATE INDEX "outboxOfPerson" ON "outbox" ("personId", "queuedAt", "id");
CREATE INDEX "outboxEnded" ON "outbox" ("endedAt");

-- 13. What the REST door answered.

CREATE TABLE "idempotency" (
  "key" TEXT COLLATE "C" NOT NULL,
  "caller" TEXT COLLATE "C" NOT NULL,
  "route" TEXT COLLATE "C" NOT NULL,
  "bodyHash" TEXT COLLATE "C" NOT NULL,
  "callId" TEXT COLLATE "C" NOT NULL,
  "status" BIGINT,
  "answer" TEXT COLLATE "C",
  "expiresAt" BIGINT NOT NULL,
  "seal" TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("caller", "key")
);
CREATE INDEX "idempotencyExpiry" ON "idempotency" ("expiresAt");

-- 14. What people, workstations, tokens and requests are searched by. "…TextByPart" stands for SQLite's tables "…Words":
-- it serves LIKE with three letters or digits in a row, or with the beginning of a word after a space.

CREATE TABLE "personText" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "service" TEXT COLLATE "C" NOT NULL,
  "familyName" TEXT COLLATE "C" NOT NULL,
  "givenName" TEXT COLLATE "C" NOT NULL,
  "text" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "personTextByName" ON "personText" ("familyName", "givenName", "id", "text");
CREATE INDEX "personTextByService" ON "personText" ("service", "familyName", "givenName", "id");
CREATE INDEX "personTextByPart" ON "personText" USING gin ("text" gin_trgm_ops);

CREATE TABLE "workstationText" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "assetNumber" TEXT COLLATE "C" NOT NULL,
  "text" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "workstationTextByNumber" ON "workstationText" ("assetNumber", "id", "text");
CREATE INDEX "workstationTextByPart" ON "workstationText" USING gin ("text" gin_trgm_ops);

CREATE TABLE "tokenText" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "holder" TEXT COLLATE "C" NOT NULL,
  "text" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "tokenTextBySerial" ON "tokenText" ("id", "text");
CREATE INDEX "tokenTextByHolder" ON "tokenText" ("holder", "id");
CREATE INDEX "tokenTextByPart" ON "tokenText" USING gin ("text" gin_trgm_ops);

CREATE TABLE "requestText" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  "submittedAt" BIGINT NOT NULL,
  "service" TEXT COLLATE "C" NOT NULL,
  "holder" TEXT COLLATE "C" NOT NULL,
  "text" TEXT COLLATE "C" NOT NULL
);
CREATE INDEX "requestTextByAge" ON "requestText" ("submittedAt", "id", "text");
CREATE INDEX "requestTextByHolder" ON "requestText" ("holder", "submittedAt", "id");
CREATE INDEX "requestTextByService" ON "requestText" ("service", "holder", "submittedAt", "id");
CREATE INDEX "requestTextByPart" ON "requestText" USING gin ("text" gin_trgm_ops);
