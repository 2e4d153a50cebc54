import { Refused } from '../refused.ts';
import { makeStore, type Store } from './store.ts';
import type { TableDefinition } from './schema.ts';

export interface Tables {
  /** Throws ResourceNotFoundException as the service does. */
  get(name: string): Store;
  save(): () => void;
}

export const makeTables = (definitions: readonly TableDefinition[]): Tables => {
  const stores = new Map(definitions.map((definition) => [definition.name, makeStore(definition)]));
  return {
    save: () => {
      const parts = [...stores.values()].map((store) => store.save());
      return () => {
        for (const back of parts) back();
      };
    },
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
