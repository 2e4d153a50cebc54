import { createHash } from 'node:crypto';
import type { Answer, Call } from './call.ts';
import { NotDone, Refused } from './refused.ts';

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Object Lock as the request asked for it. */
  readonly lockMode?: string;
  readonly retainUntil?: string;
}
export interface Objects {
  get(bucket: string, key: string): StoredObject | undefined;
  list(bucket: string): readonly StoredObject[];
  /** Keeps all objects; the function it gives brings them back. */
  save(): () => void;
  answer(call: Call): Answer;
}

const address = ({ host, path }: Call): { readonly bucket: string; readonly key: string } => {
  const parts = path.slice(1).split('/').map(decodeURIComponent);
  const virtual = /^(.+)\.s3[.-]/.exec(host)?.[1];
  const [first = '', ...rest] = parts;
  return virtual === undefined
    ? { bucket: first, key: rest.join('/') }
    : { bucket: virtual, key: parts.join('/') };
};

const etag = (bytes: Uint8Array): string => `"${createHash('md5').update(bytes).digest('hex')}"`;

const checkDigest = ({ headers, body }: Call): void => {
  const { ['x-amz-checksum-sha256']: told } = headers;
  if (told !== undefined && told !== createHash('sha256').update(body).digest('base64'))
    throw new Refused('BadDigest', 'The SHA256 you specified did not match the calculated checksum.');
};

const describe = (stored: StoredObject): Readonly<Record<string, string>> => ({
  etag: etag(stored.bytes),
  'content-type': stored.contentType,
  'content-length': String(stored.bytes.length),
  ...Object.fromEntries(
    Object.entries(stored.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
  ),
  ...(stored.lockMode === undefined ? {} : { 'x-amz-object-lock-mode': stored.lockMode }),
  ...(stored.retainUntil === undefined ? {} : { 'x-amz-object-lock-retain-until-date': stored.retainUntil }),
});

const readObject = (call: Call): StoredObject => {
  const { headers } = call;
  const { ['x-amz-object-lock-mode']: lockMode, ['x-amz-object-lock-retain-until-date']: retainUntil } =
    headers;
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return {
    ...address(call),
    bytes: call.body,
    contentType: headers['content-type'] ?? 'application/octet-stream',
    metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice('x-amz-meta-'.length), value])),
    ...(lockMode === undefined ? {} : { lockMode }),
    ...(retainUntil === undefined ? {} : { retainUntil }),
  };
};

/** Objects of any bucket; a bucket exists as soon as it is named. The last version of a key is kept. */
export const makeObjects = (): Objects => {
  const objects = new Map<string, StoredObject>();
  const at = (bucket: string, key: string): string => `${bucket}/${key}`;

  const put = (call: Call): Answer => {
    const stored = readObject(call);
    const place = at(stored.bucket, stored.key);
    if (call.headers['if-none-match'] === '*' && objects.has(place))
      throw new Refused(
        'PreconditionFailed',
        'At least one of the pre-conditions you specified did not hold',
        {},
        412,
      );
    checkDigest(call);
    objects.set(place, stored);
    return { headers: { etag: etag(stored.bytes) } };
  };
  const find = (call: Call): StoredObject => {
    const { bucket, key } = address(call);
    const stored = objects.get(at(bucket, key));
    if (stored === undefined) throw new Refused('NoSuchKey', 'The specified key does not exist.', {}, 404);
    return stored;
  };
  return {
    get: (bucket, key) => objects.get(at(bucket, key)),
    list: (bucket) => [...objects.values()].filter((one) => one.bucket === bucket),
    save: () => {
      const kept = new Map(objects);
      return () => {
        objects.clear();
        for (const [place, stored] of kept) objects.set(place, stored);
      };
    },
    answer: (call) => {
      if (call.operation === 'PutObject') return put(call);
      if (call.operation === 'HeadObject') return { headers: describe(find(call)) };
      if (call.operation !== 'GetObject') throw new NotDone(`s3.${call.operation}`);
      const stored = find(call);
      return { headers: describe(stored), bytes: stored.bytes };
    },
  };
};
