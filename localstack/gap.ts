import type { Clients } from './clients.ts';

/** One property that CloudFormation in the emulator drops although the service's own API knows it. */
export interface Gap {
  readonly type: string;
  readonly property: string;
  /** Reads the property as the template has it (references resolved); throws when it holds something not translated yet. */
  readonly plan: (value: unknown) => Repair;
}

/** What the service should answer, and how to make it so. */
export interface Repair {
  readonly wanted: unknown;
  readonly apply: (clients: Clients, physicalId: string) => Promise<unknown>;
  readonly read: (clients: Clients, physicalId: string) => Promise<unknown>;
}

/** Ties the parts of a gap together by the shape of the wanted value. */
export const gap = <W>(definition: {
  readonly type: string;
  readonly property: string;
  readonly wanted: (value: unknown) => W;
  readonly apply: (clients: Clients, physicalId: string, wanted: W) => Promise<unknown>;
  readonly read: (clients: Clients, physicalId: string) => Promise<W | undefined>;
}): Gap => ({
  type: definition.type,
  property: definition.property,
  plan: (value) => {
    const wanted = definition.wanted(value);
    return {
      wanted,
      apply: (clients, physicalId) => definition.apply(clients, physicalId, wanted),
      read: definition.read,
    };
  },
});
