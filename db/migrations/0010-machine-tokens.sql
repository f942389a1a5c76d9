-- A machine's token works with one client certificate only: base64url of the SHA-256 of its DER (RFC 8705, x5t#S256).
ALTER TABLE "apiToken" ADD COLUMN "thumbprint" TEXT;
-- the name its owner gave it is personal: a purge may take it away, so it may be null
ALTER TABLE "apiToken" ADD COLUMN "label" TEXT;
UPDATE "apiToken" SET "label" = "name";
ALTER TABLE "apiToken" DROP COLUMN "name";
ALTER TABLE "apiToken" RENAME COLUMN "label" TO "name";
