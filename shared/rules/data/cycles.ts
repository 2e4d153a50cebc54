/**
 * Months between two inspections of a key unit, by its kind (domain.md 3.1 and 4.9). A local text may set others: they are
 * settings of the province (`cycleExceptions`).
 */
export const cycles = {
  label: 'cycles-1',
  source: 'O24 19',
  kinds: {
    // Danger of explosion and fire.
    OIL_DEPOT: { months: 6, mark: 'S' },
    GAS_DEPOT: { months: 6, mark: 'S' },
    AMMUNITION_DEPOT: { months: 6, mark: 'S' },
    CHEMICAL_STORE: { months: 6, mark: 'S' },
    FIREWORKS: { months: 6, mark: 'S' },
    PETROCHEMICAL: { months: 6, mark: 'S' },
    FILLING_STATION: { months: 6, mark: 'S' },
    CIVIL_EXPLOSIVES: { months: 6, mark: 'S' },
    OTHER_FLAMMABLE: { months: 6, mark: 'S' },
    // All others.
    MINE: { months: 12, mark: 'S' },
    TOURIST_SITE: { months: 12, mark: 'S' },
    PRONE_AREA_STRUCTURE: { months: 12, mark: 'S' },
    SPECIAL_PROJECT: { months: 12, mark: 'S' },
    CROWDED_PLACE: { months: 12, mark: 'S' },
    CRITICAL_SERVICE: { months: 12, mark: 'L' },
    DATA_CENTRE: { months: 12, mark: 'L' },
    HERITAGE: { months: 12, mark: 'L' },
  },
  /** A follow-up during construction precedes the use of the device: no cycle runs yet. */
  withoutCycle: ['CONSTRUCTION'],
} as const;
