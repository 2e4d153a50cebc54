/**
 * gcoord's own types describe its ES module build; Node loads the CommonJS one, whose default export is the object
 * itself. This says what is really there, as far as geo.ts uses it. Remove when gcoord has an `exports` map.
 */
declare module 'gcoord' {
  interface Gcoord {
    readonly WGS84: 'WGS84';
    readonly GCJ02: 'GCJ02';
    /** Degrees, longitude first. */
    transform(position: [number, number], from: 'WGS84' | 'GCJ02', to: 'WGS84' | 'GCJ02'): [number, number];
  }
  const gcoord: Gcoord;
  export default gcoord;
}
