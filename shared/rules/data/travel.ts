/**
 * What else than a car carries people, and how well places are known (rule R03). How fast a car goes is a threshold of the
 * province; everything here is our own choice (mark G), and generous: what a train or a plane may explain is no hit.
 */
export const travel = {
  label: 'travel-1',
  mark: 'G',
  /** Speed in a straight line, and minutes that go by before and after it, door to door. */
  faster: [
    { by: 'TRAIN', kmh: 350, boardingMinutes: 30 },
    { by: 'PLANE', kmh: 900, boardingMinutes: 90 },
  ],
  /** Accuracy of a position that states none, metres: as bad as a cell of a mobile network. */
  unstatedAccuracyM: 1000,
  /** No two places of the country are farther apart: it bounds for how long after a job the next one is looked for. */
  farthestKm: 5200,
} as const;
