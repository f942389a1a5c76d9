import { z } from 'zod';

// This folder says what answers look like. A field that is not named in it does not leave the service (ASVS 15.3.1).

export const Time = z.int().describe('Milliseconds since the epoch');

/** For rows that nothing else names. */
export const Id = z.string().describe('An id that the service made, 26 characters');

export const Nothing = z.void();
