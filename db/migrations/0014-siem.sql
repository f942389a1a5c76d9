-- How far each journal (by its origin) was pushed to the SIEM: the first entry that was not taken yet.
CREATE TABLE "siemCursor" (
  "origin" TEXT NOT NULL PRIMARY KEY,
  "next" INTEGER NOT NULL
) STRICT;
