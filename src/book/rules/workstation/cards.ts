/** The card that signs what is ticked at the bench, and the one that unticks everything. */
export const OK_CARD = 'OK';
export const CLEAR_CARD = 'ANNULER';
/** Between an item and its value on one card. */
export const VALUE_SIGN = '=';
