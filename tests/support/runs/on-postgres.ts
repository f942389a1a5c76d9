// Before every test file of the run on PostgreSQL (jest.config.js): its stores are there (store.ts).
process.env['JETON_TEST_ENGINE'] = 'postgres';

export {};
