-- What the last reading of the directory left: how everybody whom it ever showed stands there, and what its groups suggest.
CREATE TABLE "directoryStanding" (
  "personId" TEXT NOT NULL PRIMARY KEY REFERENCES "person" ("id"),
  "state" TEXT NOT NULL,
  "since" INTEGER NOT NULL
) STRICT;
CREATE TABLE "roleSuggestion" (
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "role" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "since" INTEGER NOT NULL,
  PRIMARY KEY ("personId", "role", "scope", "kind")
) STRICT;
