-- Whether an address is somebody else's id of the directory is asked with every person that is imported, and at sign-in.
CREATE INDEX "personByEmail" ON "person" (lower("email"));
