/** Values of one statement at most. */
const MANY = 64;

/** Puts off what is asked until nothing else is asked in the same turn of the event loop, and asks for all of it. */
export function createQuestionBatch<Q, A>(ask: (questions: readonly Q[]) => Promise<readonly A[]>) {
  let waiting: { question: Q; answer(a: A): void; fail(error: unknown): void }[] = [];
  const send = async (): Promise<void> => {
    const all = waiting;
    waiting = [];
    while (all.length > 0) {
      const some = all.splice(0, MANY);
      await ask(some.map(({ question }) => question)).then(
        (answers) => {
          for (const [i, one] of some.entries()) one.answer(answers[i] as A);
        },
        (error) => {
          for (const one of some) one.fail(error);
        },
      );
    }
  };
  return (question: Q): Promise<A> =>
    new Promise((answer, fail) => {
      if (waiting.length === 0) process.nextTick(send);
      waiting.push({ question, answer, fail });
    });
}
