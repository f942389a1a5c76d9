/** How a PIN reaches its holder: by a letter, or shown once in their own session. */
export type PinWay = 'letter' | 'shown';

/** What the policy `pin.ways` counts for each; 3 is either way. */
const COUNTS: Readonly<Record<PinWay, number>> = { letter: 1, shown: 2 };

/** Whether the policy lets a PIN reach its holder this way. `ways`: the number of `pin.ways`, from 1 to 3. */
export const isPinWayOpen = (ways: number, way: PinWay): boolean => (ways & COUNTS[way]) !== 0;
