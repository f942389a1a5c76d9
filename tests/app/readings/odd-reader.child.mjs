/** A process that reads as badly as it can: what it is asked for says how. */
process.on('message', ({ filter: { text } }) => {
  if (text === 'crash') process.exit(3);
  if (text === 'nonsense') process.send({ result: { items: 'none', next: 4 } });
  if (text === 'gibberish') process.send('gibberish');
  if (text === 'refuse') process.send({ code: 'journal_broken', message: 'line 4', detail: { seq: 4 } });
  if (text === 'pid') process.send({ result: { items: [], next: String(process.pid) } });
  // anything else is never answered
});
process.on('disconnect', () => process.exit(0));
