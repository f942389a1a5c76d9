-- Who made a one-time link, and the code of a second person without which an operator's link opens nothing.
ALTER TABLE "enrolment" ADD COLUMN "inviterId" TEXT;
ALTER TABLE "enrolment" ADD COLUMN "codeHash" TEXT;
