-- The copy of what CRLs and OCSP are answered from, beside the records on a PostgreSQL server (src/store/postgres/status/status-copy.ts).
-- Its tables are those of schema.sql as far as src/store/ca/status-reads.ts reads them. It can be thrown away: it is made anew.

-- how far the journal is copied, and when the copy was last known to be level with the database
CREATE TABLE "copyState" (
  "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
  "seq" INTEGER NOT NULL,
  "lineHash" TEXT NOT NULL,
  "edition" TEXT NOT NULL,
  "levelAt" INTEGER NOT NULL
) STRICT;

CREATE TABLE "certificate" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "issuerId" TEXT NOT NULL,
  "profile" TEXT NOT NULL,
  "profileHash" TEXT NOT NULL,
  "policy" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "holderId" TEXT,
  "requestId" TEXT,
  "tokenId" TEXT,
  "jobId" TEXT,
  "workstationId" TEXT,
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

-- of certificates alone
CREATE TABLE "difference" (
  "table" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  PRIMARY KEY ("table", "id")
) STRICT, WITHOUT ROWID;

-- nothing is ever taken out of it: a restored database may give a place of the list to another certificate
CREATE TABLE "revocation" (
  "certificateId" TEXT NOT NULL,
  "issuerId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "revokedAt" INTEGER NOT NULL,
  PRIMARY KEY ("certificateId", "issuerId", "seq")
) STRICT, WITHOUT ROWID;

-- the newest of each issuer
CREATE TABLE "crl" (
  "issuerId" TEXT NOT NULL PRIMARY KEY,
  "number" INTEGER NOT NULL,
  "thisUpdate" INTEGER NOT NULL,
  "nextUpdate" INTEGER NOT NULL,
  "entries" INTEGER NOT NULL
) STRICT;

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
