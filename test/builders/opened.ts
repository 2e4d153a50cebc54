import { gunzipSync } from 'node:zlib';
import { personalFields } from '../../shared/access/personal.ts';
import { isId, type SubjectId } from '../../shared/kernel/ids.ts';
import { openKeyRing } from '../../shared/lambda/keys.ts';
import { bytesOf, fromWire, type Item } from '../../shared/subject-file/item.ts';
import { unseal, unsealBytes, type DataKey } from '../../shared/subject-file/seal.ts';
import type { Transport } from '../transport/transport.ts';
import { fromWire as readWire } from '../transport/wire.ts';

const sealedTexts = /enc:1:[\w-]+:[A-Za-z0-9+/]+={0,2}/g;
const fields = Object.values(personalFields).flat();

const attempt = (open: () => string): readonly string[] => {
  try {
    return [open()];
  } catch {
    return [];
  }
};
const textOfBytes = (bytes: Uint8Array): string =>
  [
    Buffer.from(bytes).toString('utf8'),
    ...attempt(() => gunzipSync(bytes).toString('utf8')),
    Buffer.from(bytes).toString('base64'),
  ].join('\n');

/**
 * Everything that whoever has table, archive, stream, bus and the right to use the province's key can read: what lies in
 * the clear, and what the wrapped keys that are still in the table open, tried on every sealed text in every place.
 */
export const everythingReadable = async (
  world: Transport,
  table: string,
  archive: string,
): Promise<string> => {
  const items = world.items(table).map((item): Item => fromWire(readWire(item)));
  const objects = world.s3.list(archive);
  const clear = [
    ...items.flatMap((item) =>
      Object.values(item).map((value) => (value instanceof Uint8Array ? textOfBytes(value) : String(value))),
    ),
    ...objects.flatMap(({ key, bytes }) => [key, textOfBytes(bytes)]),
    JSON.stringify(world.stream(table)),
    JSON.stringify(world.events.list()),
  ].join('\n');

  const ring = openKeyRing({ province: '33', fieldKey: 'field-key' }, world.requestHandler);
  const keys: (readonly [SubjectId, DataKey])[] = [];
  for (const item of items) {
    const [pk, sk] = [String(item['pk']), String(item['sk'])];
    if (isId('sub', pk) && sk.startsWith('K#'))
      keys.push([pk, await ring.openDataKey(pk, bytesOf(item, 'wrapped'), sk.slice(2))]);
  }
  const records = [...new Set(items.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])))];
  const sealed = [...new Set(clear.match(sealedTexts) ?? [])];
  const opened = keys.flatMap(([subject, key]) => [
    ...sealed.flatMap((text) =>
      records.flatMap((record) =>
        fields.flatMap((field) =>
          attempt(() => unseal(key, { province: '33', subject, record, field }, text)),
        ),
      ),
    ),
    ...objects.flatMap(({ key: name, bytes }) => {
      const place = { province: '33', subject, record: name.split('/').at(-1) ?? '', field: 'original' };
      return attempt(() => Buffer.from(unsealBytes(key, place, bytes)).toString('utf8'));
    }),
  ]);
  return [clear, ...opened].join('\n');
};
