-- After a restore: a password as old as the backup opens nothing but the report of a loss until its account is opened anew,
-- and a link of the terminal asks for what its person had when the backup was made.
ALTER TABLE "password" ADD COLUMN "restoredAt" INTEGER;
ALTER TABLE "enrolment" ADD COLUMN "former" INTEGER NOT NULL DEFAULT 0;
