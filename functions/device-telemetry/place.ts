/** Where a reading stands in the life of its device: start of the device, message since then, place within the message. */
export interface Place {
  readonly boot: number;
  readonly sequence: number;
  readonly index: number;
}

export const comparePlaces = (a: Place, b: Place): number =>
  a.boot - b.boot || a.sequence - b.sequence || a.index - b.index;

export const placeText = ({ boot, sequence, index }: Place): string => `${boot}:${sequence}:${index}`;
export const readPlace = (text: string): Place => {
  const [boot, sequence, index] = text.split(':').map(Number);
  if (boot === undefined || sequence === undefined || index === undefined)
    throw new TypeError(`no place of a reading: ${text}`);
  return { boot, sequence, index };
};

/** True when the place lies between the two others, whichever of them is first. */
export const isBetween = (place: Place, a: Place, b: Place): boolean =>
  comparePlaces(a, place) * comparePlaces(place, b) > 0;
