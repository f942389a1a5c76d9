import { request } from 'node:http';
import { Readable } from 'node:stream';
import type { Request } from 'express';
import { readUpload } from '../../../src/console/frame/forms/uploads.ts';
import { FILE_BYTES } from '../../../src/imports/size.ts';
import { type Hall, openHall } from '../hall.ts';

const HEADERS = { 'content-type': 'multipart/form-data; boundary=x' };
const FILE = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nnom;';

/** A request whose body is `text`, as far as the reader of uploads looks at it. */
const sent = (text: string): Request =>
  Object.assign(Readable.from([Buffer.from(text)]), { headers: HEADERS }) as never;

describe('uploads', () => {
  it('refuses a form that ends in the middle of a file, and lives on', async () => {
    await expect(readUpload(sent(FILE), true)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses a form whose sender goes away', async () => {
    const body = Object.assign(new Readable({ read: () => undefined }), { headers: HEADERS });
    const read = readUpload(body as never, true);
    body.push(FILE);
    setTimeout(() => body.destroy(), 10);
    await expect(read).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('reads a whole form', async () => {
    const { values, files } = await readUpload(
      sent(`${FILE}prénom\r\n--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\nabc\r\n--x--\r\n`),
      true,
    );
    expect(values).toEqual({ _csrf: 'abc' });
    expect(files['file']?.content.toString()).toBe('nom;prénom');
  });

  it('refuses a text that is too long, and takes no part of it', async () => {
    const list = (octets: number) =>
      sent(`--x\r\nContent-Disposition: form-data; name="list"\r\n\r\n${'9'.repeat(octets)}\r\n--x--\r\n`);
    expect((await readUpload(list(256 * 1024 - 1), true)).values['list']).toHaveLength(256 * 1024 - 1);
    await expect(readUpload(list(256 * 1024 + 1), true)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { why: 'text-too-long' },
    });
  });

  it('refuses a file that is too large, and says how large it may be', async () => {
    const file = (octets: number) => sent(`${FILE}${'9'.repeat(octets)}\r\n--x--\r\n`);
    const held = 'nom;'.length;
    expect((await readUpload(file(FILE_BYTES - held - 1), true)).files['file']?.content).toHaveLength(FILE_BYTES - 1);
    await expect(readUpload(file(FILE_BYTES), true)).rejects.toMatchObject({
      code: 'invalid_input',
      detail: { why: 'file-too-large', most: 25 },
    });
  });

  it('keeps no file where none is asked for, and reads the fields all the same', async () => {
    const field = '\r\n--x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\nabc\r\n--x--\r\n';
    expect(await readUpload(sent(FILE + field), false)).toEqual({ values: { _csrf: 'abc' }, files: {} });
  });

  it('takes a field of any name as text, also one that objects have by themselves', async () => {
    const field = (name: string) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n1\r\n`;
    const names = ['constructor', '__proto__', 'toString', '__proto__'];
    const { values, files } = await readUpload(sent(`${names.map(field).join('')}--x--\r\n`), true);
    expect(Object.entries(values)).toEqual([
      ['constructor', '1'],
      ['__proto__', ['1', '1']],
      ['toString', '1'],
    ]);
    expect([values['valueOf'], files['constructor']]).toEqual([undefined, undefined]);
  });

  describe('of a stranger', () => {
    let hall: Hall;
    beforeAll(async () => {
      hall = await openHall();
    });
    afterAll(() => hall.close());

    it.each(['/administration/import', '/connexion'])(
      'are never read: %s answers before they have come',
      async (path) => {
        const status = await new Promise((answered, failed) => {
          const call = request(hall.url + path, { method: 'POST', headers: HEADERS }, (answer) => {
            answered(answer.statusCode);
            call.destroy();
          });
          call.once('error', failed);
          call.setTimeout(3_000, () => failed(new Error('it waits for the whole body')));
          call.write(FILE); // and never more
        });
        expect([401, 403]).toContain(status);
      },
    );
  });
});
