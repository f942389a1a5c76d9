-- What a CRL reads: who was revoked, by issuer and moment, from the index alone.
CREATE INDEX "certificateRevoked" ON "certificate" ("issuerId", "revokedAt", "notAfter", "id") WHERE "state" = 'revoked';
