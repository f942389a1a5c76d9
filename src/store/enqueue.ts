/** Puts one who waits behind the others; an urgent one before all that are not. */
export function enqueue<W extends { urgent: boolean }>(waiting: W[], one: W): void {
  const place = one.urgent ? waiting.findIndex(({ urgent }) => !urgent) : -1;
  waiting.splice(place < 0 ? waiting.length : place, 0, one);
}
