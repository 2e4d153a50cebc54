import gcoord from 'gcoord';
import { isInsideChina } from './china-outline.ts';
import type { Problem, Result } from './problem.ts';
import { ok, problem, refuse } from './problem.ts';

/**
 * Coordinate reference of a position. GCJ02 is what phones and Chinese map services give: shifted by 50-700 m.
 * CGCS2000 (BeiDou) and WGS84 (GPS) agree to within decimetres and are taken as one here.
 */
export const datums = ['WGS84', 'CGCS2000', 'GCJ02'] as const;
export type Datum = (typeof datums)[number];

/** A place: degrees east and north in its named datum; accuracy in metres as the device states it. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly datum: Datum;
  readonly accuracyM?: number;
}
export type Wgs84Position = Position & { readonly datum: 'WGS84' };

/** IUGG mean radius of the Earth in metres; a sphere of it is wrong by at most 0.5 % of the distance. */
const earthRadiusM = 6_371_008.8;
const members = new Set(['lon', 'lat', 'datum', 'accuracyM']);

const isObject = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);
const isFinite = (given: unknown): given is number => typeof given === 'number' && Number.isFinite(given);
const datumOf = (given: unknown): Datum | undefined => datums.find((datum) => datum === given);

/**
 * The same place in WGS84. GCJ02 is undone to within a millimetre of its own formula; the result keeps the
 * accuracy.
 */
export const toWgs84 = (position: Position): Wgs84Position => {
  if (position.datum !== 'GCJ02') return { ...position, datum: 'WGS84' };
  const [lon, lat] = gcoord.transform([position.lon, position.lat], gcoord.GCJ02, gcoord.WGS84);
  return { ...position, lon, lat, datum: 'WGS84' };
};

/** JSON Pointer (RFC 6901) to a member, whatever its name. */
const pointerTo = (name: string): string =>
  `/${name.slice(0, 40).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const numberFault = (given: unknown, pointer: string): readonly Problem[] =>
  given === undefined
    ? [problem('FIELD_MISSING', {}, pointer)]
    : isFinite(given)
      ? []
      : [problem('NUMBER_NOT_FINITE', {}, pointer)];

const datumFault = (given: unknown): readonly Problem[] =>
  given === undefined || given === null || given === ''
    ? [problem('DATUM_MISSING', {}, '/datum')]
    : datumOf(given) === undefined
      ? [
          problem(
            'DATUM_UNKNOWN',
            { given: typeof given === 'string' ? given.slice(0, 40) : typeof given },
            '/datum',
          ),
        ]
      : [];

const accuracyFault = (given: unknown): readonly Problem[] =>
  given === undefined || (isFinite(given) && given >= 0)
    ? []
    : [problem('FIELD_INVALID', { reason: 'accuracyM ≥ 0 (m)' }, '/accuracyM')];

/**
 * Reads `{lon, lat, datum, accuracyM?}` (degrees, metres). Refuses with every fault, each with a pointer:
 * FIELD_MISSING, NUMBER_NOT_FINITE, DATUM_MISSING, DATUM_UNKNOWN, FIELD_INVALID (accuracy), FIELD_UNKNOWN, and
 * POSITION_OUTSIDE_CHINA by a coarse outline (see china-outline.ts), which also finds swapped and zeroed
 * coordinates.
 */
export const parsePosition = (given: unknown): Result<Position> => {
  if (!isObject(given)) return refuse(problem('FIELD_INVALID', { reason: '{lon, lat, datum, accuracyM?}' }));
  const { lon, lat, accuracyM } = { lon: given['lon'], lat: given['lat'], accuracyM: given['accuracyM'] };
  const datum = datumOf(given['datum']);
  const faults = [
    ...numberFault(lon, '/lon'),
    ...numberFault(lat, '/lat'),
    ...datumFault(given['datum']),
    ...accuracyFault(accuracyM),
    ...Object.keys(given)
      .filter((name) => !members.has(name))
      .map((name) => problem('FIELD_UNKNOWN', { name: name.slice(0, 40) }, pointerTo(name))),
  ];
  // The outline is tens of kilometres off the border: the 700 m between datums make no difference to it.
  if (isFinite(lon) && isFinite(lat) && !isInsideChina(lon, lat)) {
    faults.push(problem('POSITION_OUTSIDE_CHINA', { lon, lat }));
  }
  const [first, ...more] = faults;
  if (first !== undefined) return refuse(first, ...more);
  if (!isFinite(lon) || !isFinite(lat) || datum === undefined)
    throw new TypeError('a position without a fault');
  return ok({ lon, lat, datum, ...(isFinite(accuracyM) ? { accuracyM } : {}) });
};

/** Distance over the ground in metres (haversine on a sphere), whatever the two datums are. */
export const distanceM = (a: Position, b: Position): number => {
  const [from, to] = [toWgs84(a), toWgs84(b)];
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [fromLat, toLat] = [radians(from.lat), radians(to.lat)];
  const chord =
    Math.sin((toLat - fromLat) / 2) ** 2 +
    Math.cos(fromLat) * Math.cos(toLat) * Math.sin(radians(to.lon - from.lon) / 2) ** 2;
  return 2 * earthRadiusM * Math.asin(Math.sqrt(Math.min(1, chord)));
};
