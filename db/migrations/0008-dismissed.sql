-- Suggestions of the directory that somebody looked at and did not follow; forgotten once it no longer makes them.
CREATE TABLE "dismissedSuggestion" (
  "personId" TEXT NOT NULL REFERENCES "person" ("id"),
  "role" TEXT NOT NULL,
  "scope" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "dismissedAt" INTEGER NOT NULL,
  PRIMARY KEY ("personId", "role", "scope", "kind")
) STRICT;
