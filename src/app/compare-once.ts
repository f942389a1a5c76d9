import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppError } from '../errors.ts';
import type { Progress } from '../journal/long-reading.ts';
import { WITHOUT_INSPECTOR } from '../no-inspector.ts';
import { childEnvironment } from '../pkcs11/worker-program.ts';
import type { Comparison } from '../store/compare/compare.ts';
import { CompareReport, type CompareTask } from '../store/compare/messages.ts';

/** Beside this file as it was built; where the house runs from its source, as in tests, what was built of it. */
const BESIDE = fileURLToPath(new URL('./compare-process.js', import.meta.url));
const BUILT = {
  path: existsSync(BESIDE) ? BESIDE : fileURLToPath(new URL('../../dist/app/compare-process.js', import.meta.url)),
  execArgv: [...WITHOUT_INSPECTOR],
};
/** Resolves with what the process says in the end; rejects where it ends without. */
function answerOf(child: ChildProcess, progress: Progress): Promise<Comparison> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new AppError('internal', `the tables could not be compared: ${why}`));
    child.on('message', (message) => {
      const { data } = CompareReport.safeParse(message);
      if (data && 'total' in data) progress(data.done, data.total);
      else if (data && 'compared' in data) resolve(data.compared);
      else failed(data && 'fault' in data ? data.fault : 'its report has an unknown shape');
    });
    child.once('error', (error) => failed(error.message));
    child.once('exit', (code, signal) => failed(`the process ended (${signal ?? code})`));
  });
}

/** One comparison in a process of its own. `stop` ends it; its answer then is a failure. */
export function compareOnce(
  task: CompareTask,
  progress: Progress = () => {},
  program: { path: string; execArgv: string[] } = BUILT,
): { answer: Promise<Comparison>; stop(): void } {
  const child = fork(program.path, [], {
    env: childEnvironment(),
    execArgv: program.execArgv,
    serialization: 'json',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = answerOf(child, progress);
  child.send(task, () => undefined); // a closed channel is no error here: its end settles the answer
  return { answer, stop: () => void child.kill('SIGKILL') };
}
