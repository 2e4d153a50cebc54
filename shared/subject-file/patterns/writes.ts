import { part, store, type AccessPattern } from './pattern.ts';

/** Every way in which functions write the table. */
export const writes: readonly AccessPattern[] = [
  {
    what: 'one entry with its records, their superseded versions and what goes along',
    by: 'TransactWriteItemsCommand',
    of: [
      ...(['tail', 'entry', 'current', 'head', 'history', 'command', 'key', 'dataKey'] as const),
      ...(['creditCode', 'person', 'reportNumber', 'survivor', 'deviceOwner'] as const),
      ...(['personInterval', 'valueVector'] as const),
    ],
    condition:
      'the tail has the sequence that was read; each record has its version; what is new is not there',
    consistent: 'strongly',
    bound: '40 records, 100 items; larger batches are cut',
    usedBy: store('append'),
  },
  {
    what: 'places of entries, the tiles that change and the new size',
    by: 'TransactWriteItemsCommand',
    of: ['leafIndex', 'treeTile', 'treeState'],
    condition: 'the tree has the size that was read; no entry has a place',
    consistent: 'strongly',
    bound: '64 entries, 100 items',
    usedBy: part('ledger-integrator', 'commit'),
  },
  {
    what: 'a state that only grows: a device, the newest head',
    by: 'putIfNewer',
    of: ['current', 'treeHead'],
    condition: 'the stored version or size is smaller',
    consistent: 'strongly',
    bound: 'one item',
    usedBy: [...part('device-telemetry', 'take-readings'), ...part('ledger-integrator', 'sign-head')],
  },
  {
    what: 'derived or technical items that the last writer may set: runs of rules, tokens, the watermark',
    by: 'put',
    of: ['current', 'loop', 'sweep'],
    consistent: 'strongly',
    bound: 'one item',
    usedBy: [
      ...part('anomaly-detection', 'detect-anomalies'),
      ...part('hazard-tracking', 'loop-item', 'sweeping'),
    ],
  },
  {
    what: 'another slot for a hazard of the same version; what a machine was told under its token',
    by: 'PutItemCommand',
    of: ['current', 'loop'],
    condition: 'the version, the token is still this one',
    consistent: 'strongly',
    bound: 'one item',
    usedBy: part('hazard-tracking', 'move-slot', 'loop-item'),
  },
  {
    what: 'a token that was answered',
    by: 'DeleteItemCommand',
    of: ['loop'],
    condition: 'the token is still this one',
    consistent: 'strongly',
    bound: 'one item',
    usedBy: part('hazard-tracking', 'loop-item'),
  },
];
