/**
 * How columns of values are compared between reports (rule R21). The fewest values of a column are a threshold of the province;
 * everything here is our own choice (mark G).
 */
export const copying = {
  label: 'copying-1',
  mark: 'G',
  /** Digits that the rounded vector keeps: the index finds candidates by it, the exact values decide. */
  significantDigits: 2,
  /** A column with fewer different values says too little: honest columns of "0.02" or ">500" are equal all over the country. */
  minimumDistinct: 4,
  /** Index entries of one report, so that a large report costs no more than this. */
  maxSignatures: 32,
} as const;
