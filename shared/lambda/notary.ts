import { addMs, type Instant } from '../kernel/time.ts';
import {
  newDeputy,
  signStatement,
  warrantBytes,
  type SignedStatement,
  type TailStatement,
} from '../ledger/statement.ts';
import type { Transport } from './dynamodb.ts';
import { openLedgerKey, type LedgerKey } from './ledger-key.ts';

/** Signs what the province says about the end of a file; at once, because the key is in memory. */
export type Signer = (said: Omit<TailStatement, 'province'>) => SignedStatement;

/**
 * Signs tail statements with a key of this process, for which the ledger's key vouches (a warrant). The first use asks for
 * the warrant; then no call is made until shortly before it ends.
 */
export interface Notary {
  /** A signer whose warrant holds at that time. Throws when there is none to be had. */
  signerAt(now: Instant): Promise<Signer>;
  /** Begins to ask for a warrant where there is none, so that other calls need not wait for it. */
  prepare(now: Instant): void;
}

/** How long a warrant holds, and how long before its end the next one is asked for. */
const warrantMs = 6 * 3_600_000;
const renewMs = 30 * 60_000;
/** A warrant begins a little before it is asked for: other requests of the same moment are a little older. */
const earlierMs = 5 * 60_000;

interface Held {
  readonly from: Instant;
  readonly to: Instant;
  readonly sign: Signer;
}
const holds = (held: Held | undefined, now: Instant): held is Held =>
  held !== undefined && held.from <= now && now <= held.to;

export const notaryOf = (key: Pick<LedgerKey, 'sign'>, province: string): Notary => {
  let held: Held | undefined;
  let asked: Promise<Held> | undefined;
  const ask = async (now: Instant): Promise<Held> => {
    const [from, to] = [addMs(now, -earlierMs), addMs(now, warrantMs)];
    const { privateKey, warrant } = newDeputy(province, from, to);
    const signature = await key.sign(warrantBytes(warrant));
    const deputy = { privateKey, warrant, warrantSignature: Buffer.from(signature).toString('base64') };
    return { from, to, sign: (said) => signStatement({ province, ...said }, deputy) };
  };
  /** One request for a warrant at a time; one that failed is forgotten. */
  const renewed = async (now: Instant): Promise<Held> => {
    asked ??= ask(now);
    try {
      held = await asked;
      return held;
    } finally {
      asked = undefined;
    }
  };
  const signerAt = async (now: Instant): Promise<Signer> => {
    if (holds(held, now) && now < addMs(held.to, -renewMs)) return held.sign;
    try {
      const next = await renewed(now);
      if (holds(next, now)) return next.sign;
    } catch (error) {
      if (!holds(held, now)) throw error;
      return held.sign;
    }
    // What was under way was asked for at another time, far from this one.
    return (await renewed(now)).sign;
  };
  return {
    signerAt,
    prepare: (now) => {
      // Whoever signs waits for it, or asks again; there the error comes out.
      signerAt(now).catch(() => undefined);
    },
  };
};

export const openNotary = (
  { keyId, province }: { readonly keyId: string; readonly province: string },
  transport?: Transport,
): Notary => notaryOf(openLedgerKey(keyId, transport), province);
