/**
 * A coarse ring around the territory of China, drawn by hand a little outside the border so that no Chinese
 * place falls out: on land mostly 20-80 km outside (at most some 120 km), at sea up to several hundred, because
 * islands lie far out. It tells a swapped, zeroed or foreign position from a possible one. It is no boundary
 * line and proves nothing about one. Degrees, `longitude,latitude`.
 */
const outline = [
  // Pamir, Tian Shan, Dzungaria, Altai
  '73.2,39.9 75.4,41.1 78.0,41.7 79.8,42.4 79.9,44.2 79.4,45.2 81.9,45.7 81.9,46.9 82.8,47.6 85.2,47.6',
  '85.2,48.7 86.6,49.4 88.2,49.6 90.0,48.8 91.4,47.4 91.4,45.7',
  // Mongolian border
  '93.7,45.4 95.8,44.7 96.7,43.2 101.9,43.0 105.1,42.1 109.9,43.1 111.2,43.8 111.2,45.2 112.0,45.6',
  '114.2,45.8 115.6,46.7 115.0,47.7 115.2,48.5 116.3,50.1 118.9,50.6',
  // Amur, Ussuri, Tumen, Yalu
  '119.4,52.2 119.6,53.0 120.6,53.7 123.5,54.0 126.1,53.3 127.6,51.4 128.2,50.0 129.8,49.7 131.2,49.1',
  '131.4,48.2 132.7,48.2 134.3,48.8 135.5,48.6 134.7,47.0 133.7,44.7 132.4,44.1 131.8,43.2 131.0,42.2',
  '130.0,42.1 129.2,41.7 128.4,41.2 127.0,41.1 126.1,40.5 124.7,39.7',
  // Yellow Sea, East China Sea with Diaoyu, Taiwan
  '124.2,39.2 123.3,38.3 123.3,36.6 121.8,34.5 122.9,32.0 123.8,30.6 123.2,28.5 125.0,26.3 124.9,25.4',
  '122.5,24.4 121.6,21.4',
  // South China Sea with its islands
  '119.6,18.0 119.0,15.0 118.2,11.0 116.0,7.2 112.6,3.2 111.0,3.4 108.4,6.5 109.7,11.5 110.2,15.5 108.0,18.2',
  '107.8,20.9',
  // South-west: Guangxi, Yunnan
  '107.0,21.5 106.4,21.8 106.2,22.6 105.3,22.8 103.9,22.2 102.5,22.3 101.9,22.0 102.1,20.9 100.9,20.9',
  '99.8,21.2 98.8,21.9 98.5,23.4 97.3,23.5 97.2,24.9 98.3,26.0',
  // Himalaya, Karakoram
  '98.3,27.2 96.8,26.9 95.2,26.4 92.0,26.6 91.2,27.4 90.2,27.7 89.1,26.9 88.4,27.5 86.0,27.4 84.9,27.9',
  '83.5,28.8 81.9,29.8 80.4,29.7 78.3,30.9 77.9,32.4 78.2,33.6 77.5,34.9 75.6,35.4 74.2,36.7 73.2,38.3',
];
const corners = (): readonly (readonly [number, number])[] =>
  outline
    .join(' ')
    .split(' ')
    .map((corner) => {
      const [lon = '', lat = ''] = corner.split(',');
      return [Number(lon), Number(lat)] as const;
    });
let ring: readonly (readonly [number, number])[] | undefined;

/** True when the point lies inside the ring: a ray to the east crosses its edges an odd number of times. */
export const isInsideChina = (lon: number, lat: number): boolean => {
  let inside = false;
  // Read at first use: most functions never look at a position.
  ring ??= corners();
  let [fromLon, fromLat] = ring.at(-1) ?? [0, 0];
  for (const [toLon, toLat] of ring) {
    const crosses = fromLat > lat !== toLat > lat;
    if (crosses && lon < fromLon + ((lat - fromLat) / (toLat - fromLat)) * (toLon - fromLon))
      inside = !inside;
    [fromLon, fromLat] = [toLon, toLat];
  }
  return inside;
};
