import { describe, expect, it } from 'vitest';
import { distanceM, parsePosition, toWgs84 } from '../../../shared/kernel/geo.ts';

const codesOf = (given: unknown): readonly string[] => {
  const result = parsePosition(given);
  return result.ok ? ['ok'] : result.problems.map((fault) => `${fault.code} ${fault.pointer ?? ''}`.trim());
};

describe('reading a position', () => {
  it('keeps what it was given, with its datum', () => {
    const given = { lon: 120.1551, lat: 30.2741, datum: 'GCJ02', accuracyM: 12 };
    expect(parsePosition(given)).toEqual({ ok: true, value: given });
  });

  it('names every fault at once', () => {
    expect(codesOf({ lon: Number.NaN, lat: '30', datum: 'BD09', accuracyM: -1, height: 3 })).toEqual([
      'NUMBER_NOT_FINITE /lon',
      'NUMBER_NOT_FINITE /lat',
      'DATUM_UNKNOWN /datum',
      'FIELD_INVALID /accuracyM',
      'FIELD_UNKNOWN /height',
    ]);
    expect(codesOf({})).toEqual(['FIELD_MISSING /lon', 'FIELD_MISSING /lat', 'DATUM_MISSING /datum']);
    expect(codesOf({ lon: 30.27, lat: 120.15 })).toEqual(['DATUM_MISSING /datum', 'POSITION_OUTSIDE_CHINA']);
    expect(codesOf({ lon: 120, lat: Infinity, datum: 'wgs84' })).toEqual([
      'NUMBER_NOT_FINITE /lat',
      'DATUM_UNKNOWN /datum',
    ]);
    for (const nothing of [null, undefined, 'x', 7, []]) expect(codesOf(nothing)).toEqual(['FIELD_INVALID']);
  });

  it.each([
    ['Hangzhou', 120.16, 30.27],
    ['Kashgar', 75.99, 39.47],
    ['Mohe', 122.54, 52.97],
    ['Fuyuan', 134.3, 48.36],
    ['Alashankou', 82.57, 45.17],
    ['Erenhot', 111.98, 43.65],
    ['Hunchun', 130.37, 42.86],
    ['Dandong', 124.39, 40.13],
    ['Ruili', 97.85, 24.01],
    ['Jinghong', 100.8, 22.0],
    ['Yadong', 88.91, 27.48],
    ['Medog', 95.33, 29.33],
    ['Sanya', 109.51, 18.25],
    ['Yongxing island', 112.34, 16.83],
    ['Yongshu reef', 112.89, 9.55],
    ['Taipei', 121.56, 25.04],
    ['Hong Kong', 114.17, 22.32],
    ['Shengsi islands', 122.45, 30.73],
  ])('%s lies in China', (_, lon, lat) => {
    expect(codesOf({ lon, lat, datum: 'WGS84' })).toEqual(['ok']);
  });

  it.each([
    ['zero', 0, 0],
    ['Singapore', 103.82, 1.35],
    ['Ulaanbaatar', 106.9, 47.9],
    ['Almaty', 76.9, 43.25],
    ['Seoul', 126.98, 37.57],
    ['Pyongyang', 125.75, 39.02],
    ['Vladivostok', 131.89, 43.12],
    ['Tokyo', 139.7, 35.7],
    ['Ha Noi', 105.83, 21.03],
    ['Yangon', 96.16, 16.8],
    ['Kathmandu', 85.32, 27.7],
    ['Delhi', 77.2, 28.6],
    ['Manila', 120.98, 14.6],
    ['beyond the poles', 120, 300],
  ])('%s does not', (_, lon, lat) => {
    expect(codesOf({ lon, lat, datum: 'WGS84' })).toEqual(['POSITION_OUTSIDE_CHINA']);
  });
});

describe('distance', () => {
  const here = { lon: 120.1551, lat: 30.2741 };
  it('undoes the shift of GCJ-02 first: the same digits in two datums are hundreds of metres apart', () => {
    const metres = distanceM({ ...here, datum: 'WGS84' }, { ...here, datum: 'GCJ02' });
    expect(metres).toBeGreaterThan(300);
    expect(metres).toBeLessThan(700);
    expect(distanceM({ ...here, datum: 'WGS84' }, { ...here, datum: 'CGCS2000' })).toBe(0);
  });

  it('agrees with known lengths', () => {
    const point = (lon: number, lat: number) => ({ lon, lat, datum: 'WGS84' }) as const;
    // One degree of a meridian on the sphere of mean radius: 111,195 m.
    expect(distanceM(point(120, 30), point(120, 31))).toBeCloseTo(111_195.1, 0);
    // Beijing - Shanghai, about 1,067 km.
    expect(distanceM(point(116.4074, 39.9042), point(121.4737, 31.2304)) / 1000).toBeCloseTo(1067, -1);
  });

  it('keeps the accuracy when it converts', () => {
    expect(toWgs84({ ...here, datum: 'GCJ02', accuracyM: 8 })).toMatchObject({
      datum: 'WGS84',
      accuracyM: 8,
    });
  });
});
