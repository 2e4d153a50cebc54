import type { CalendarDay } from '../../shared/kernel/time.ts';

/** Something that would raise the grade, and by how much at most. `from`: the day on which it happens by itself. */
export interface Raise {
  readonly how: 'NEXT_GRADE' | 'VETO_ENDS' | 'FACTS_EXPIRE' | 'MORE_GOOD_FACTS';
  readonly indicator?: string;
  readonly points?: number;
  readonly from?: CalendarDay;
  readonly zh: string;
  readonly en: string;
}
/** Whether a fact counts on the day: yes, no longer, or not yet. */
export type Standing = 'COUNTS' | 'EXPIRED' | 'NOT_YET';
export interface Reason {
  readonly fact: string;
  readonly kind: string;
  readonly about: string;
  readonly indicator: string;
  readonly count: number;
  /** Points before the limits of the indicator; 0 when it does not count. */
  readonly effect: number;
  readonly veto: boolean;
  readonly standing: Standing;
  readonly on: CalendarDay;
  readonly lastDay: CalendarDay;
  readonly zh: string;
  readonly en: string;
}
/** An indicator's two sums as counted; favourable and adverse facts are limited apart, so that many good ones hide no bad one. */
export interface IndicatorSum {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly gained: number;
  readonly lost: number;
  readonly most: number;
  readonly least: number;
}
export interface Evaluation {
  readonly grade: string;
  readonly gradeName: { readonly zh: string; readonly en: string };
  readonly score: number;
  readonly setVersion: string;
  readonly sample: true;
  readonly asOf: CalendarDay;
  readonly vetoed: boolean;
  readonly indicators: readonly IndicatorSum[];
  readonly reasons: readonly Reason[];
  readonly raises: readonly Raise[];
}
