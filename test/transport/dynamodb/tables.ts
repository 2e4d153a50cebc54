import { Refused } from '../refused.ts';
import { makeStore, type Store } from './store.ts';
import type { TableDefinition } from './schema.ts';

export interface Tables {
  /** Throws ResourceNotFoundException as the service does. */
  get(name: string): Store;
}

export const makeTables = (definitions: readonly TableDefinition[]): Tables => {
  const stores = new Map(definitions.map((definition) => [definition.name, makeStore(definition)]));
  return {
    get: (name) => {
      const store = stores.get(name);
      if (store === undefined)
        throw new Refused(
          'ResourceNotFoundException',
          `Requested resource not found: Table: ${name} not found`,
        );
      return store;
    },
  };
};
