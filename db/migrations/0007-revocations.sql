-- Revoked certificates by issuer, in the order in which that was committed: a CRL reads what is new since the last one. Triggers
-- keep it, so that nothing which marks a certificate revoked can forget it.
CREATE TABLE "revocation" (
  "issuerId" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "certificateId" TEXT NOT NULL,
  "revokedAt" INTEGER NOT NULL,
  "notAfter" INTEGER NOT NULL,
  PRIMARY KEY ("issuerId", "seq")
) STRICT, WITHOUT ROWID;
INSERT INTO "revocation"
  SELECT "issuerId", row_number() OVER (PARTITION BY "issuerId" ORDER BY "revokedAt", "id"), "id", "revokedAt", "notAfter"
  FROM "certificate" WHERE "state" = 'revoked';
CREATE TRIGGER "certificateComesRevoked" AFTER INSERT ON "certificate" WHEN NEW."state" = 'revoked'
BEGIN
  INSERT INTO "revocation" SELECT NEW."issuerId", 1 + coalesce(max("seq"), 0), NEW."id", NEW."revokedAt", NEW."notAfter"
    FROM "revocation" WHERE "issuerId" = NEW."issuerId";
END;
CREATE TRIGGER "certificateBecomesRevoked" AFTER UPDATE OF "state" ON "certificate"
  WHEN NEW."state" = 'revoked' AND OLD."state" <> 'revoked'
BEGIN
  INSERT INTO "revocation" SELECT NEW."issuerId", 1 + coalesce(max("seq"), 0), NEW."id", NEW."revokedAt", NEW."notAfter"
    FROM "revocation" WHERE "issuerId" = NEW."issuerId";
END;
DROP INDEX "certificateRevoked";

-- The newest CRL of each issuer: the octets before its entries and after them, and how far these reach. Its entries are
-- kept in pieces, so that one more revocation writes that one alone.
ALTER TABLE "crlBody" RENAME TO "crlWhole";
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
INSERT INTO "crlBody" ("issuerId", "number", "head", "tail")
  SELECT w."issuerId", w."number", w."der", x'' FROM "crlWhole" w
  WHERE w."number" = (SELECT max("number") FROM "crlWhole" n WHERE n."issuerId" = w."issuerId");
DROP TABLE "crlWhole";
