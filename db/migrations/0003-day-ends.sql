-- Where a daily report may begin to read the journal: the requests that were open at the end of a day. Derived from the
-- journal and made again from it when missing.
CREATE TABLE "dayEnd" (
  "at" INTEGER NOT NULL PRIMARY KEY,
  "open" TEXT NOT NULL
) STRICT;
