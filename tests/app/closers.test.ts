import { createClosers } from '../../src/app/closers.ts';

it('closes all that was opened, last first, though one of them fails, and says the first failure', async () => {
  const closers = createClosers();
  const closed: string[] = [];
  closers.add(() => void closed.push('first'));
  for (const name of ['second', 'third']) {
    closers.add(() => {
      closed.push(name);
      throw new Error(`the ${name} fails`);
    });
  }
  await expect(closers.close()).rejects.toThrow('the third fails');
  expect(closed).toEqual(['third', 'second', 'first']);
  await closers.close(); // once
  expect(closed).toHaveLength(3);
});
