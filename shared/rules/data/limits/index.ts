import { later } from '../../../kernel/later.ts';
import { limitTable, type LimitTable } from '../../limit-table.ts';
import { flammablePlaces } from './flammable-places.ts';
import { gb50057, gb50343 } from './gb-50057-2010.ts';
import { gbt21431of2015, gbt21431of2023 } from './gbt-21431.ts';

/** The limits that rules apply today. An older table stays bundled under its label when a new one takes its place. */
const limits = later(() =>
  limitTable('limits-1', [...gb50057, ...gb50343, ...gbt21431of2015, ...gbt21431of2023, ...flammablePlaces]),
);
export const currentLimits: LimitTable = {
  get version() {
    return limits().version;
  },
  get rows() {
    return limits().rows;
  },
};
