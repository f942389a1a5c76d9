import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { openEventStream } from '../../../src/console/frame/live/event-stream.ts';

/** A response whose reader takes nothing in while `writableNeedDrain`. */
function slowReader() {
  const written: string[] = [];
  const response = Object.assign(new EventEmitter(), {
    writableNeedDrain: false,
    writableEnded: false,
    closed: false,
    status: () => response,
    type: () => response,
    setHeader: () => {},
    flushHeaders: () => {},
    write: (text: string) => written.push(text),
    end: () => {},
  });
  const data = (): string[] => written.flatMap((text) => /^data: (.+)$/m.exec(text)?.[1] ?? []);
  return { response, data };
}

describe('a stream of states', () => {
  it('sends whoever took nothing in the state that is true once they do, and no other', () => {
    const { response, data } = slowReader();
    const stream = openEventStream(response as unknown as Response, () => {});
    stream.state('one');
    response.writableNeedDrain = true;
    stream.state('two');
    stream.state('three');
    expect(data()).toEqual(['one']);
    response.writableNeedDrain = false;
    response.emit('drain');
    expect(data()).toEqual(['one', 'three']);
    response.emit('drain');
    stream.state('three');
    expect(data()).toEqual(['one', 'three']);
    response.emit('close');
  });
});
