import { expect, test } from 'vitest';
import { nearService, nearSubtype } from '../../../../src/core/network/near-service.ts';
import { parseImagesList } from '../../../../src/formats/near/images-list.ts';
import { readNearAnswer } from '../../../../src/formats/near/read-answer.ts';

const instance = `desk.${nearService}`;
const pointer = { type: 'PTR', name: nearService, ttl: 120, data: instance };
const service = {
  type: 'SRV',
  name: instance,
  ttl: 120,
  data: { target: 'desk.local', port: 8080 },
};

test('the subtype of a digest fits into a label, in base32', () => {
  expect(nearSubtype({ algorithm: 'sha256', hex: `00443214c7${'0'.repeat(54)}` })).toBe(
    `_abcdefgh${'a'.repeat(44)}._sub._webboot._tcp.local`,
  );
});

test('an answer tells of a machine, in capitals too', () => {
  expect(readNearAnswer([pointer, service], nearService.toUpperCase())).toEqual({
    name: 'desk',
    port: 8080,
  });
});

test.each([
  ['nothing', []],
  ['a goodbye', [{ ...pointer, ttl: 0 }, service]],
  ['no port', [pointer]],
  ['a port of zero', [pointer, { ...service, data: { port: 0 } }]],
  ['a port of text', [pointer, { ...service, data: { port: '8080' } }]],
  ['data of another kind', [pointer, { ...service, data: [Buffer.from('x')] }]],
  ['another service', [{ ...pointer, data: 'desk._http._tcp.local' }, service]],
  ['the service of another name', [pointer, { ...service, name: `other.${nearService}` }]],
  ['too many records before it', [...Array(64).fill({ type: 'A' }), pointer, service]],
])('an answer with %s tells of none', (_, records) => {
  expect(readNearAnswer(records, nearService)).toBeUndefined();
});

test('a hostile name is printable and short', () => {
  const name = `\u001b[2J\n${'x'.repeat(300)}.${nearService}`;
  const answer = readNearAnswer(
    [
      { ...pointer, data: name },
      { ...service, name },
    ],
    nearService,
  );
  expect(answer?.name).toMatch(/^[^\p{Cc}]{1,63}$/u);
});

test.each([
  'x',
  '{}',
  '{"webboot":2,"images":[]}',
  '{"webboot":1,"images":[{"ids":["../../etc"]}]}',
  `{"webboot":1,"images":[${Array(257).fill('{}').join()}]}`,
])('what is no list of images is refused: %s', (text) => {
  expect(() => parseImagesList(text)).toThrow(/images-list/);
});
