-- Who made the link that opens an account, and whose code was asked for with it: no operator's account is opened by one person.
ALTER TABLE "account" ADD COLUMN "inviterId" TEXT;
ALTER TABLE "account" ADD COLUMN "voucherId" TEXT;
-- The first two people had their link from the service itself; one who lost every way in since (a password, and no open account) is not among them.
UPDATE "account" SET "inviterId" = 'system', "voucherId" = 'system'
WHERE EXISTS (
    SELECT 1 FROM "grant" g
    WHERE g."personId" = "account"."id" AND g."grantedAt" = "account"."createdAt"
      AND g."role" IN ('administrator', 'security-officer')
  )
  AND ("state" = 'active' OR NOT EXISTS (SELECT 1 FROM "password" p WHERE p."personId" = "account"."id"));
