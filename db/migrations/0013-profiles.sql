-- The account of a person in a Windows domain, as the directory says it: for smart-card logon.
ALTER TABLE "person" ADD COLUMN "userPrincipalName" TEXT;
ALTER TABLE "person" ADD COLUMN "securityIdentifier" TEXT;
-- The certificate profile that a request asks for; null: its kind's own.
ALTER TABLE "request" ADD COLUMN "profile" TEXT;
-- The workstation whose machine certificate it is.
ALTER TABLE "certificate" ADD COLUMN "workstationId" TEXT REFERENCES "workstation" ("id");
CREATE INDEX "certificateByWorkstation" ON "certificate" ("workstationId") WHERE "workstationId" IS NOT NULL;
-- A new certificate has a new key pair, always (C8).
CREATE INDEX "certificateByKey" ON "certificate" ("publicKeyHash");
