import { fromEpochMs, parseInstant } from '../../../shared/kernel/time.ts';
import type { Head } from '../../../shared/ledger/checkpoint.ts';

/** What a note says, unproven: a forger reads it too. */
export const parseHeadText = (note: string): Head => {
  const [origin = '', size = '', root = '', time = ''] = note.split('\n');
  const at = parseInstant(time) ?? fromEpochMs(0);
  return { origin, size: Number(size), root: Buffer.from(root, 'base64'), time: at };
};
