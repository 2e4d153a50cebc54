/** Names of the settings that functions read from their environment; infra sets them, nothing else reads `process.env`. */
export const variableNames = [
  'PROVINCE',
  'TABLE_NAME',
  'DUE_INDEX',
  'ARCHIVE_BUCKET',
  'FIELD_KEY_ID',
  'PERSON_HASH_KEY_ID',
  'LEDGER_KEY_ID',
  'BUS_NAME',
  'DUE_QUEUE_URL',
  'HAZARD_MACHINE_ARN',
  'DEVICE_POLICY_NAME',
  'DEVICE_RULE_NAME',
  'SETTINGS',
  'ISSUERS',
] as const;
export type VariableName = (typeof variableNames)[number];

/**
 * Reads the named settings at first use. Reports every missing one at once: a function that lacks a setting says so in
 * its first answer instead of crashing in a loop at load.
 */
export const readEnvironment = <N extends VariableName>(...names: readonly N[]): ((name: N) => string) => {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`settings missing in the environment: ${missing.join(', ')}`);
  const values = new Map(names.map((name) => [name, process.env[name] ?? '']));
  return (name) => values.get(name) ?? '';
};

/** Virtual time is a setting of local and test stages; the production schema refuses it. */
export const hasVirtualTime = (): boolean => process.env['VIRTUAL_TIME'] === 'on';
