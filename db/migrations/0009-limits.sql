-- What a limit of a day counts: a technician's jobs, and an asker's requests.
CREATE INDEX "jobByTechnician" ON "job" ("technicianId", "startedAt");
DROP INDEX "requestByAsker";
CREATE INDEX "requestByAsker" ON "request" ("askerId", "submittedAt");
