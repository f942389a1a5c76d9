/** Imported first, by tests that are of PostgreSQL alone: their stores are on a server (../store.ts). */
process.env['JETON_TEST_ENGINE'] = 'postgres';
