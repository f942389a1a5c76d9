-- Whether somebody else has this directory id, Windows account or SID is asked with every person that is imported.
CREATE INDEX "personByDirectoryId" ON "person" (lower("directoryId"));
CREATE INDEX "personByPrincipalName" ON "person" (lower("userPrincipalName"));
CREATE INDEX "personBySid" ON "person" ("securityIdentifier");
