/** Megabytes of an imported file: 50,000 lines of 500 octets, as an export of GLPI with all its columns has. */
export const FILE_MB = 25;
export const FILE_BYTES = FILE_MB * 1_000_000;
