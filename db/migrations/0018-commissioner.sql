-- Who said that a workstation is in service: somebody else certifies its key. Unknown of workstations that stood before.
ALTER TABLE "workstation" ADD COLUMN "commissionerId" TEXT;
