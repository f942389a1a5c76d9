-- Ways in beside the password. How a session was opened decides which roles it may use.
ALTER TABLE "session" ADD COLUMN "method" TEXT NOT NULL DEFAULT 'password';
ALTER TABLE "session" ADD COLUMN "address" TEXT NOT NULL DEFAULT '';
-- what a session opened at an identity provider is ended there with
ALTER TABLE "session" ADD COLUMN "idToken" TEXT;
-- roles that the assurance of the sign-in reaches, by comma; null: as the method says
ALTER TABLE "session" ADD COLUMN "reach" TEXT;

CREATE TABLE "passkey" (
  "id" TEXT NOT NULL PRIMARY KEY,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "name" TEXT NOT NULL,
  "publicKey" BLOB NOT NULL,
  "counter" INTEGER NOT NULL,
  "transports" TEXT NOT NULL,
  "createdAt" INTEGER NOT NULL,
  "usedAt" INTEGER
) STRICT;
CREATE INDEX "passkeyByPerson" ON "passkey" ("personId");

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
  UNIQUE ("userCodeHash")
) STRICT;

-- who somebody is at an identity provider: issuer and subject together, nothing else
CREATE TABLE "foreignIdentity" (
  "issuer" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "linkedAt" INTEGER NOT NULL,
  PRIMARY KEY ("issuer", "subject")
) STRICT;
CREATE UNIQUE INDEX "foreignIdentityByPerson" ON "foreignIdentity" ("issuer", "personId");
