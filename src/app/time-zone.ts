/** Days, deadlines and dates on paper are those of the ministry's offices. */
export const ZONE = 'Europe/Paris';
